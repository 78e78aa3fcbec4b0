package org.showerforge.root;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A file in memory that counts the bytes read of it. */
final class BytesInput implements SeekableInput {
  private final byte[] bytes;
  private long bytesRead;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  static byte[] fixture(String name) throws IOException {
    try (var in = BytesInput.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static RootFile open(Path path) throws IOException {
    return RootFile.open(new BytesInput(Files.readAllBytes(path)), path.toString());
  }

  static RootFile open(String fixture) throws IOException {
    return RootFile.open(new BytesInput(fixture(fixture)), fixture);
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws IOException {
    if (position < 0 || length < 0 || position > bytes.length - (long) length) {
      throw new EOFException("read " + position + " + " + length + " of " + bytes.length);
    }
    System.arraycopy(bytes, (int) position, target, offset, length);
    bytesRead += length;
  }

  @Override
  public void close() {}
}
