package org.showerforge.root;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.showerforge.UserException;

/**
 * A file's bytes under its name: no range is allocated before it is known to lie in the file, and
 * all reads of structure together are limited, so that links that run in circles come to an end.
 */
final class Source {
  private static final long STRUCTURE_BYTES = 256L << 20;
  private static final int STRUCTURE_TIMES_SIZE = 8;

  /** Counted on top of each read's length, so that tiny reads cannot go on for ever either. */
  private static final int READ_COST_BYTES = 512;

  private final SeekableInput input;
  private final String name;
  private final long size;
  private long structureBudget;

  Source(SeekableInput input, String name) {
    this.input = input;
    this.name = name;
    try {
      this.size = input.size();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
    this.structureBudget = STRUCTURE_BYTES + STRUCTURE_TIMES_SIZE * size;
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  /** Reads a range that describes the file or its trees. */
  byte[] structure(long position, long length, String what) {
    structureBudget -= Math.max(0, length) + READ_COST_BYTES;
    if (structureBudget < 0) {
      throw damaged("its structure runs in circles, last at " + what);
    }
    return read(position, length, what);
  }

  /** Reads a range of at most 2 GiB. */
  byte[] read(long position, long length, String what) {
    if (position < 0 || length < 0 || length > size || position > size - length) {
      throw damaged(what + " is said to lie at bytes " + position + " + " + length + " of " + size);
    }
    if (length > Integer.MAX_VALUE - 64) {
      throw damaged(what + " is said to take " + length + " bytes, too many to read at once");
    }
    byte[] bytes = new byte[(int) length];
    try {
      input.readFully(position, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": " + what, e);
    }
    return bytes;
  }

  /** An error in the file as a whole. */
  UserException damaged(String message) {
    return new UserException("%s: damaged ROOT file: %s", name, message);
  }
}
