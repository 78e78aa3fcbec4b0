package org.showerforge.root;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.showerforge.UserException;

/**
 * The numbers of a run of entries, one after the other, and where each entry's begin. Arrays of
 * several dimensions are flat, the last index running fastest.
 */
public final class RootValues {
  private final NumberType type;
  private final ByteBuffer bytes;
  private final int[] offsets;

  private RootValues(NumberType type, ByteBuffer bytes, int[] offsets) {
    this.type = type;
    this.bytes = bytes;
    this.offsets = offsets;
  }

  /** The type that the numbers have in the file. */
  public NumberType type() {
    return type;
  }

  /** The number of entries. */
  public int entries() {
    return offsets.length - 1;
  }

  /** The number of numbers of all entries. */
  public int size() {
    return offsets[offsets.length - 1];
  }

  /** Where each entry's numbers begin, and after the last where they end. */
  public int[] offsets() {
    return offsets.clone();
  }

  /** All numbers; whole ones beyond 2^53 are rounded. */
  public double[] doubles() {
    double[] all = new double[size()];
    switch (type) {
      case FLOAT64 -> bytes.duplicate().order(ByteOrder.BIG_ENDIAN).asDoubleBuffer().get(all);
      case FLOAT32 -> {
        for (int i = 0; i < all.length; i++) {
          all[i] = bytes.getFloat(i * Float.BYTES);
        }
      }
      case UINT64 -> {
        for (int i = 0; i < all.length; i++) {
          all[i] = unsigned(bytes.getLong(i * Long.BYTES));
        }
      }
      default -> {
        for (int i = 0; i < all.length; i++) {
          all[i] = integer(i);
        }
      }
    }
    return all;
  }

  /**
   * All numbers exactly, of a type of whole numbers; unsigned 64-bit ones beyond 2^63 turn negative
   * (see {@link Long#toUnsignedString(long)}). Booleans are 0 and 1.
   */
  public long[] longs() {
    if (type.isFloating()) {
      throw new IllegalStateException(type + " are not whole numbers");
    }
    long[] all = new long[size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = integer(i);
    }
    return all;
  }

  private long integer(int i) {
    return switch (type) {
      case BOOL -> bytes.get(i) == 0 ? 0 : 1;
      case INT8 -> bytes.get(i);
      case UINT8 -> bytes.get(i) & 0xff;
      case INT16 -> bytes.getShort(i * Short.BYTES);
      case UINT16 -> bytes.getShort(i * Short.BYTES) & 0xffff;
      case INT32 -> bytes.getInt(i * Integer.BYTES);
      case UINT32 -> bytes.getInt(i * Integer.BYTES) & 0xffffffffL;
      default -> bytes.getLong(i * Long.BYTES);
    };
  }

  /** To the nearest double, ties to even: the lost bit is kept as a sticky one. */
  private static double unsigned(long value) {
    return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }

  /** Collects values basket by basket. */
  static final class Builder {
    /** The most that one read may return. */
    private static final int MAX_BYTES = 256 << 20;

    private final NumberType type;
    private final String where;
    private int[] offsets = {0};
    private int entries;
    private byte[] bytes = {};
    private int length;

    Builder(NumberType type, String where) {
      this.type = type;
      this.where = where;
    }

    void add(byte[] values, int from, int count) {
      if (count > bytes.length - length) {
        long needed = (long) length + count;
        if (needed > MAX_BYTES) {
          throw new UserException(
              "%s: more than %d MiB of values at once; read fewer entries at a time",
              where, MAX_BYTES >> 20);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * length)));
      }
      System.arraycopy(values, from, bytes, length, count);
      length += count;
    }

    /** Ends an entry of so many numbers. */
    void end(int numbers) {
      if (entries + 1 == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * offsets.length);
      }
      offsets[entries + 1] = offsets[entries] + numbers;
      entries++;
    }

    /** Ends some entries of so many numbers each. */
    void endFixed(int count, int numbers) {
      for (int i = 0; i < count; i++) {
        end(numbers);
      }
    }

    RootValues build() {
      ByteBuffer all = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.BIG_ENDIAN);
      return new RootValues(type, all, Arrays.copyOf(offsets, entries + 1));
    }
  }
}
