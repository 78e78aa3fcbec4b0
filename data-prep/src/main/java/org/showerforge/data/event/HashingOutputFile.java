package org.showerforge.data.event;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Hashes;

/**
 * A new Parquet file on a Hadoop file system that is hashed as it is written, so never read back.
 *
 * <p>Parquet lists a column's encodings in its footer in the order of a hash set, which differs
 * from process to process. So that the same events give the same bytes everywhere, the footer is
 * held back and written with these lists sorted.
 */
final class HashingOutputFile implements OutputFile, AutoCloseable {
  /** The footer's length and the magic number end the file. */
  private static final int TAIL_BYTES = 8;

  private final FileSystem fs;
  private final Path path;
  private final MessageDigest digest = Hashes.sha256();
  private @Nullable HashingStream stream;

  HashingOutputFile(FileSystem fs, Path path) {
    this.fs = fs;
    this.path = path;
  }

  /** Holds back whatever is written from now on, which ends with the footer, until the close. */
  void holdFooter() {
    if (stream != null) {
      stream.held = new ByteArrayOutputStream();
    }
  }

  /** The SHA-256 of what was written; asked once, after closing. */
  String sha256() {
    return Hashes.hex(digest.digest());
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    HashingStream created = new HashingStream(fs.create(path, false), digest);
    stream = created;
    return created;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  /** Closes the file, if it was created; Parquet's own writer leaves it open when it fails. */
  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  /** The stream that Parquet writes to. */
  private static final class HashingStream extends PositionOutputStream {
    private final FSDataOutputStream out;
    private final MessageDigest digest;
    private @Nullable ByteArrayOutputStream held;

    HashingStream(FSDataOutputStream out, MessageDigest digest) {
      this.out = out;
      this.digest = digest;
    }

    @Override
    public long getPos() {
      return out.getPos() + (held == null ? 0 : held.size());
    }

    @Override
    public void write(int b) throws IOException {
      if (held != null) {
        held.write(b);
        return;
      }
      digest.update((byte) b);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (held != null) {
        held.write(bytes, offset, length);
        return;
      }
      digest.update(bytes, offset, length);
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      ByteArrayOutputStream footer = held;
      held = null;
      try (out) {
        if (footer != null && footer.size() > 0) {
          write(withSortedEncodings(footer.toByteArray()));
        }
      }
    }

    private static byte[] withSortedEncodings(byte[] end) throws IOException {
      int length =
          ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TAIL_BYTES);
      int start = end.length - TAIL_BYTES - length;
      FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(end, start, length));
      footer.getRow_groups().stream()
          .flatMap(group -> group.getColumns().stream())
          .forEach(column -> column.getMeta_data().getEncodings().sort(null));
      ByteArrayOutputStream sorted = new ByteArrayOutputStream();
      Util.writeFileMetaData(footer, sorted);
      if (sorted.size() != length) {
        throw new IllegalStateException(
            "a sorted footer of " + sorted.size() + " bytes, not " + length);
      }
      System.arraycopy(sorted.toByteArray(), 0, end, start, length);
      return end;
    }
  }
}
