package org.showerforge.data.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.DecompressorStream;
import org.apache.hadoop.io.compress.zlib.BuiltInGzipDecompressor;
import org.showerforge.UserException;

/**
 * A file's text: its bytes, or what they inflate to if its name ends in {@code .gz}.
 *
 * <p>Hadoop's gzip reader is used because Java's takes whatever follows the first member of a gzip
 * file and is not itself a sound member for the end of the text.
 */
final class TextInput {
  private static final int BUFFER_BYTES = 1 << 16;

  private TextInput() {}

  static boolean isGzip(Path path) {
    return path.getName().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /**
   * Opens a file's text.
   *
   * @param position where to begin; must be 0 in a gzip file
   */
  static InputStream open(Configuration conf, Path path, long position) throws IOException {
    FSDataInputStream in = path.getFileSystem(conf).open(path);
    try {
      if (!isGzip(path)) {
        in.seek(position);
        return in;
      }
      return new Inflated(
          new DecompressorStream(
              new Reached(in, path), new BuiltInGzipDecompressor(), BUFFER_BYTES),
          path);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Tells a file system that fails from a gzip file that is damaged: both throw the same. */
  private static final class Reached extends FilterInputStream {
    private final Path path;

    Reached(InputStream in, Path path) {
      super(in);
      this.path = path;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(path.toString(), e);
      }
    }
  }

  /** Inflated text, whose errors name the file. */
  private static final class Inflated extends FilterInputStream {
    private final Path path;

    Inflated(InputStream in, Path path) {
      super(in);
      this.path = path;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        throw new UserException(
            "%s: is not a sound gzip file: %s; copy it again, or rename it if it is not gzip",
            path, Excerpt.of(String.valueOf(e.getMessage())));
      }
    }
  }
}
