package org.showerforge.root;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file of any Hadoop file system, by positioned reads. */
public final class HadoopInput implements SeekableInput {
  private final FSDataInputStream in;
  private final long size;

  private HadoopInput(FSDataInputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /** Opens a file. */
  public static HadoopInput open(FileSystem fs, Path path) throws IOException {
    long size = fs.getFileStatus(path).getLen();
    return new HadoopInput(fs.open(path), size);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws IOException {
    in.readFully(position, target, offset, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
