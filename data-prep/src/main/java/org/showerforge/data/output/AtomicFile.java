package org.showerforge.data.output;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.showerforge.card.Json;

/** Small files that are there whole or not at all, on any Hadoop file system. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file in the place of an older one, or where there is none: whoever reads it reads the
   * old content or the new.
   */
  public static void write(Configuration conf, Path file, byte[] bytes) throws IOException {
    FileSystem fs = file.getFileSystem(conf);
    Path next = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    fs.mkdirs(file.getParent());
    try (FSDataOutputStream out = fs.create(next, false)) {
      out.write(bytes);
      out.hsync();
    }
    replace(conf, next, file);
  }

  /** Writes a value as JSON, as {@link #write} does. */
  public static void writeJson(Configuration conf, Path file, Object value) throws IOException {
    write(conf, file, Json.write(value));
  }

  /** Reads what {@link #writeJson} wrote. */
  public static <T> T readJson(Configuration conf, Path file, Class<T> type) throws IOException {
    byte[] bytes = StagedOutput.read(conf, file);
    return Json.read(new ByteArrayInputStream(bytes), type, file.toString());
  }

  /** Moves a file to the place of an older one. */
  static void replace(Configuration conf, Path next, Path file) throws IOException {
    FileSystem fs = file.getFileSystem(conf);
    if (fs instanceof LocalFileSystem local) {
      // Hadoop would delete the old file first, and replace its checksum after it.
      Files.deleteIfExists(local.pathToFile(local.getChecksumFile(file)).toPath());
      Files.deleteIfExists(local.pathToFile(local.getChecksumFile(next)).toPath());
      Files.move(
          local.pathToFile(next).toPath(),
          local.pathToFile(file).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    } else {
      // hdfs:///... has no address, which FileContext needs and the default file system has.
      FileContext.getFileContext(fs.getUri(), conf)
          .rename(fs.makeQualified(next), fs.makeQualified(file), Options.Rename.OVERWRITE);
    }
  }
}
