package org.showerforge.root;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of a file, readable from any position. */
public interface SeekableInput extends Closeable {
  /** The file's length in bytes. */
  long size() throws IOException;

  /**
   * Fills {@code length} bytes of the target from {@code offset} on; all of them lie in the file.
   *
   * @throws java.io.EOFException if the file has become shorter meanwhile
   */
  void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
