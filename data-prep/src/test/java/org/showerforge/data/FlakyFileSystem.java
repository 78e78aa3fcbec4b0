package org.showerforge.data;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.BufferedFSInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk under the scheme {@code flaky}, where one read of raw data fails once: what a lost
 * data node looks like to a task.
 */
public final class FlakyFileSystem extends RawLocalFileSystem {
  /** The scheme, without a colon. */
  public static final String SCHEME = "flaky";

  private static final AtomicInteger OPENS_BEFORE_FAILURE = new AtomicInteger(-1);

  /** Lets so many opens of .h5 files pass; the next one's stream fails far into the file. */
  public static void failAfterOpens(int opens) {
    OPENS_BEFORE_FAILURE.set(opens);
  }

  /** Whether the failure has happened. */
  public static boolean hasFailed() {
    return OPENS_BEFORE_FAILURE.get() < 0;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferBytes) throws IOException {
    FSDataInputStream in = super.open(path, bufferBytes);
    if (!path.getName().endsWith(".h5") || OPENS_BEFORE_FAILURE.getAndDecrement() != 0) {
      return in;
    }
    long limit = getFileStatus(path).getLen() * 3 / 4;
    return new FSDataInputStream(new BufferedFSInputStream(new FailingStream(in, limit), 512));
  }

  /** Reads until it is asked for a byte beyond the limit. */
  private static final class FailingStream extends FSInputStream {
    private final FSDataInputStream in;
    private final long limit;

    FailingStream(FSDataInputStream in, long limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() throws IOException {
      check();
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      check();
      return in.read(bytes, offset, length);
    }

    private void check() throws IOException {
      if (in.getPos() > limit) {
        throw new IOException("the data node went away");
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
