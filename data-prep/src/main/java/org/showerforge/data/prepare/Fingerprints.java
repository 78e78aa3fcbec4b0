package org.showerforge.data.prepare;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;

/**
 * A file of fingerprints, one record of {@link #RECORD_BYTES} bytes per event: 128 bits of the
 * SHA-256 of its conditions, response and weight, and its id. Equal events have equal fingerprints,
 * so duplicates are found without the events.
 */
final class Fingerprints {
  static final String FOLDER = "fingerprints";
  static final int RECORD_BYTES = 3 * Long.BYTES;

  private static final int BUFFER_BYTES = 1 << 16;

  private Fingerprints() {}

  /** Is told each record of a file. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One event.
     *
     * @param high the fingerprint's first 64 bits
     * @param low its last 64 bits
     */
    void event(long high, long low, long eventId) throws IOException;
  }

  /** Reads a file. */
  static void read(Configuration conf, Path file, Visitor visitor) throws IOException {
    FileSystem fs = file.getFileSystem(conf);
    long bytes = fs.getFileStatus(file).getLen();
    if (bytes % RECORD_BYTES != 0) {
      throw new UserException(
          "%s: is damaged: %d bytes are no multiple of %d; prepare the data set again",
          file, bytes, RECORD_BYTES);
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(fs.open(file), BUFFER_BYTES))) {
      for (long i = 0; i < bytes / RECORD_BYTES; i++) {
        visitor.event(in.readLong(), in.readLong(), in.readLong());
      }
    } catch (EOFException e) {
      throw new UserException("%s: became shorter while it was read", file);
    }
  }

  /** Writes a file. */
  static final class Writer implements AutoCloseable {
    private final DataOutputStream out;
    private final MessageDigest digest = Hashes.sha256();
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Writer(Configuration conf, Path file) throws IOException {
      this.out =
          new DataOutputStream(
              new BufferedOutputStream(file.getFileSystem(conf).create(file, false), BUFFER_BYTES));
    }

    void write(
        long eventId,
        float[] conditions,
        int conditionWidth,
        float[] response,
        int responseWidth,
        float weight,
        int event)
        throws IOException {
      int size = Float.BYTES * (conditionWidth + responseWidth + 1);
      if (bytes.capacity() != size) {
        bytes = ByteBuffer.allocate(size);
      }
      bytes
          .clear()
          .asFloatBuffer()
          .put(conditions, event * conditionWidth, conditionWidth)
          .put(response, event * responseWidth, responseWidth)
          .put(weight);
      ByteBuffer hash = ByteBuffer.wrap(digest.digest(bytes.array()));
      out.writeLong(hash.getLong());
      out.writeLong(hash.getLong());
      out.writeLong(eventId);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
