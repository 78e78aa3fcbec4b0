package org.showerforge.data.statistics;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.showerforge.UserException;

/** Bytes that are followed by their checksum, through the interfaces that both sides are given. */
final class Checked {
  private Checked() {}

  /** Something that is written. */
  @FunctionalInterface
  interface Writer {
    void write(DataOutput out) throws IOException;
  }

  /** Something that is read. */
  @FunctionalInterface
  interface Reader {
    void read(DataInput in) throws IOException;
  }

  static void write(DataOutput out, Writer content) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                out.write(b);
              }

              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
              }
            },
            new CRC32C());
    content.write(new DataOutputStream(checked));
    out.writeInt((int) checked.getChecksum().getValue());
  }

  static void read(DataInput in, String where, Reader content) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(
            new InputStream() {
              @Override
              public int read() throws IOException {
                return in.readUnsignedByte();
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                in.readFully(bytes, offset, length);
                return length;
              }
            },
            new CRC32C());
    content.read(new DataInputStream(checked));
    if (in.readInt() != (int) checked.getChecksum().getValue()) {
      throw new UserException(
          "%s: is damaged, its checksum is not that of what was written; make it anew", where);
    }
  }
}
