package org.showerforge.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.showerforge.UserException;

/**
 * The lines of a text, one at a time, in a buffer that grows to one line's length and no further.
 *
 * <p>A line ends with LF or CRLF; the last may end with the text. Empty lines are passed over.
 */
final class Lines {
  /** A line that is longer is none of a table of numbers. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private static final int FIRST_BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final String name;
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int filled;
  private int start;
  private int end;
  private int next;

  /** The place in the text at which the buffer begins. */
  private long base;

  /**
   * Begins at wherever the stream is.
   *
   * @param position the place in the text of the stream's next byte
   * @param name the file's, for errors
   */
  Lines(InputStream in, long position, String name) {
    this.in = in;
    this.base = position;
    this.name = name;
  }

  /** Goes to the next line that is not empty; false at the end of the text. */
  boolean next() throws IOException {
    do {
      if (!find()) {
        return false;
      }
    } while (start == end);
    return true;
  }

  private boolean find() throws IOException {
    start = next;
    int scan = start;
    while (true) {
      while (scan < filled && buffer[scan] != '\n') {
        scan++;
      }
      if (scan < filled) {
        next = scan + 1;
        break;
      }
      scan -= start;
      if (!fill()) {
        if (start == filled) {
          return false;
        }
        scan = filled;
        next = filled;
        break;
      }
      scan += start;
    }
    end = scan > start && buffer[scan - 1] == '\r' ? scan - 1 : scan;
    checkLength(end);
    return true;
  }

  /** Makes room behind the line begun and reads on; false at the end of the text. */
  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      base += start;
      filled -= start;
      start = 0;
    }
    // One more than the line: its CR.
    checkLength(filled - 1);
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, count);
    return count >= 0;
  }

  private void checkLength(int lineEnd) {
    if (lineEnd - start > MAX_LINE_BYTES) {
      throw new UserException(
          "%s: the line at byte %d is longer than %d bytes; one line is one event's numbers",
          name, offset(), MAX_LINE_BYTES);
    }
  }

  /** The bytes among which the line lies, until the next is asked for. */
  byte[] bytes() {
    return buffer;
  }

  /** Where the line begins in {@link #bytes}. */
  int start() {
    return start;
  }

  /** Where the line ends in {@link #bytes}, without its CR and LF. */
  int end() {
    return end;
  }

  /** The place in the text at which the line begins. */
  long offset() {
    return base + start;
  }
}
