package org.showerforge.root;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.showerforge.UserException;

/** A place in a piece of a file, whose big-endian numbers and strings are read one by one. */
final class Cursor {
  private final ByteBuffer bytes;
  private final String where;

  /**
   * Reads [from, to) of an array.
   *
   * @param where the file and the piece of it, for error messages
   */
  Cursor(byte[] array, int from, int to, String where) {
    this.bytes = ByteBuffer.wrap(array, from, to - from).order(ByteOrder.BIG_ENDIAN);
    this.where = where;
  }

  Cursor(byte[] array, String where) {
    this(array, 0, array.length, where);
  }

  String where() {
    return where;
  }

  int position() {
    return bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  void seek(int position) {
    if (position < 0 || position > bytes.limit()) {
      throw damaged("points to byte " + position + ", beyond its end at " + bytes.limit());
    }
    bytes.position(position);
  }

  void skip(int count) {
    need(count);
    bytes.position(bytes.position() + count);
  }

  byte int8() {
    need(Byte.BYTES);
    return bytes.get();
  }

  int uint8() {
    return int8() & 0xff;
  }

  short int16() {
    need(Short.BYTES);
    return bytes.getShort();
  }

  int uint16() {
    return int16() & 0xffff;
  }

  int int32() {
    need(Integer.BYTES);
    return bytes.getInt();
  }

  /** The next 32 bits, without moving on. */
  int peekInt32() {
    need(Integer.BYTES);
    return bytes.getInt(bytes.position());
  }

  long int64() {
    need(Long.BYTES);
    return bytes.getLong();
  }

  float float32() {
    need(Float.BYTES);
    return bytes.getFloat();
  }

  double float64() {
    need(Double.BYTES);
    return bytes.getDouble();
  }

  /** A number of things to come, each of at least so many bytes: they must fit in what is left. */
  int count(String what, int leastBytes) {
    int n = int32();
    checkCount(n, what, leastBytes);
    return n;
  }

  /** Checks a number of things against the bytes that are left. */
  void checkCount(long n, String what, int leastBytes) {
    if (n < 0 || n > remaining() / leastBytes) {
      throw damaged("declares " + n + " " + what + " in " + remaining() + " bytes");
    }
  }

  byte[] raw(int count) {
    need(count);
    byte[] copy = new byte[count];
    bytes.get(copy);
    return copy;
  }

  /** A TString: one byte of length, or 255 and four bytes of length, then the characters. */
  String string() {
    int length = uint8();
    if (length == 255) {
      length = count("characters", 1);
    }
    return new String(raw(length), StandardCharsets.UTF_8);
  }

  /** Characters up to a zero. */
  String zeroTerminated() {
    int start = bytes.position();
    while (int8() != 0) {
      // int8 ends the search at the end of the bytes
    }
    int end = bytes.position() - 1;
    bytes.position(start);
    String text = new String(raw(end - start), StandardCharsets.UTF_8);
    bytes.get();
    return text;
  }

  private void need(int count) {
    if (count < 0 || count > bytes.remaining()) {
      throw damaged("is cut short: " + count + " bytes expected, " + bytes.remaining() + " left");
    }
  }

  UserException damaged(String message) {
    return new UserException("%s: damaged: byte %d: %s", where, position(), message);
  }
}
