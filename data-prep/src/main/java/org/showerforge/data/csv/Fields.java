package org.showerforge.data.csv;

import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * The fields of one line: what stands between delimiters, without blanks around it and without the
 * double quotes that may enclose it. In quotes a delimiter is a letter like any other and two
 * quotes are one; a quote does not carry a field over the end of its line.
 */
final class Fields {
  private static final int QUOTE = '"';

  private final byte delimiter;
  private byte[] line = {};
  private int end;
  private int at;
  private boolean more;
  private int from;
  private int to;
  private @Nullable String fault;

  Fields(String delimiter) {
    if (delimiter.length() != 1 || delimiter.charAt(0) > 0x7f || delimiter.charAt(0) == QUOTE) {
      throw new UserException(
          "delimiter: must be one ASCII character other than a quote, got '%s'",
          Excerpt.of(delimiter));
    }
    this.delimiter = (byte) delimiter.charAt(0);
  }

  /** Begins a line, which is [start, stop) of the bytes. */
  void begin(byte[] bytes, int start, int stop) {
    line = bytes;
    at = start;
    end = stop;
    more = true;
    fault = null;
  }

  /** Goes to the next field; false behind the last one, or if {@link #fault} tells why not. */
  boolean next() {
    if (!more) {
      return false;
    }
    while (at < end && isBlank(line[at])) {
      at++;
    }
    if (at < end && line[at] == QUOTE) {
      if (!quoted()) {
        more = false;
        return false;
      }
    } else {
      from = at;
      while (at < end && line[at] != delimiter) {
        at++;
      }
      to = at;
      while (to > from && isBlank(line[to - 1])) {
        to--;
      }
    }
    more = at < end;
    at++;
    return true;
  }

  private boolean quoted() {
    from = at + 1;
    int close = from;
    while (close < end && (line[close] != QUOTE || (close + 1 < end && line[close + 1] == QUOTE))) {
      close += line[close] == QUOTE ? 2 : 1;
    }
    if (close >= end) {
      fault = "a quote is opened and not closed on its line";
      return false;
    }
    to = close;
    at = close + 1;
    while (at < end && isBlank(line[at])) {
      at++;
    }
    if (at < end && line[at] != delimiter) {
      fault = "something follows a closing quote";
      return false;
    }
    return true;
  }

  private boolean isBlank(byte letter) {
    return (letter == ' ' || letter == '\t') && letter != delimiter;
  }

  /** Where the field begins. */
  int from() {
    return from;
  }

  /** Where the field ends. */
  int to() {
    return to;
  }

  /** What is wrong with the line, or null. */
  @Nullable String fault() {
    return fault;
  }
}
