package org.showerforge.data.hdf5;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Opens files of any Hadoop file system as channels: local ones directly, others by an adapter. */
final class Channels {
  private Channels() {}

  static SeekableByteChannel open(Configuration conf, Path path) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    if (fs instanceof LocalFileSystem local) {
      return FileChannel.open(local.pathToFile(path).toPath(), StandardOpenOption.READ);
    }
    return new HadoopChannel(fs.open(path), fs.getFileStatus(path).getLen());
  }

  /** Fills the buffer from a place in the channel, however small the pieces in which it comes. */
  static void readFully(SeekableByteChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    channel.position(position);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("ends at byte " + channel.position());
      }
    }
  }
}
