package org.showerforge.jobs.watch;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that grows while a training runs, on any file system. Every session, which a start or a
 * resumption of a training begins, has a file of its own with the next number: not every file
 * system can append. What was added is visible at once on HDFS and local disks; on object stores it
 * is when the file is closed.
 */
final class SessionFile implements Closeable {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{6}");

  private final FSDataOutputStream out;

  private SessionFile(FSDataOutputStream out) {
    this.out = out;
  }

  /**
   * Begins the next file of a folder.
   *
   * @param prefix of its name, before six digits
   * @param suffix after them
   */
  static SessionFile next(Configuration conf, Path folder, String prefix, String suffix)
      throws IOException {
    FileSystem found = folder.getFileSystem(conf);
    // A file with checksums beside it shows only whole blocks of 512 bytes until it is closed.
    FileSystem fs =
        found instanceof ChecksumFileSystem checksummed ? checksummed.getRawFileSystem() : found;
    fs.mkdirs(folder);
    int last = last(fs, folder, suffix);
    Path file = new Path(folder, "%s%06d%s".formatted(prefix, last + 1, suffix));
    return new SessionFile(fs.create(file, false));
  }

  private static int last(FileSystem fs, Path folder, String suffix) throws IOException {
    int last = 0;
    FileStatus[] files;
    try {
      files = fs.listStatus(folder);
    } catch (FileNotFoundException e) {
      return last;
    }
    for (FileStatus file : files) {
      String name = file.getPath().getName();
      int end = name.length() - suffix.length();
      if (name.endsWith(suffix) && end >= 6) {
        Matcher number = NUMBER.matcher(name.substring(end - 6, end));
        last = number.matches() ? Math.max(last, Integer.parseInt(number.group())) : last;
      }
    }
    return last;
  }

  /** Adds bytes and shows them to readers. */
  void add(byte[] bytes) throws IOException {
    out.write(bytes);
    out.hflush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
