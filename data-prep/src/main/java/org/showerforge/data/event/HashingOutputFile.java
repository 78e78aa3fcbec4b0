package org.showerforge.data.event;

import java.io.IOException;
import java.security.MessageDigest;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Hashes;

/** A new file on a Hadoop file system that is hashed as it is written, so never read back. */
final class HashingOutputFile implements OutputFile, AutoCloseable {
  private final FileSystem fs;
  private final Path path;
  private final MessageDigest digest = Hashes.sha256();
  private @Nullable HashingStream stream;

  HashingOutputFile(FileSystem fs, Path path) {
    this.fs = fs;
    this.path = path;
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

    HashingStream(FSDataOutputStream out, MessageDigest digest) {
      this.out = out;
      this.digest = digest;
    }

    @Override
    public long getPos() {
      return out.getPos();
    }

    @Override
    public void write(int b) throws IOException {
      digest.update((byte) b);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      digest.update(bytes, offset, length);
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
