package org.showerforge.data.parquet;

import java.nio.charset.StandardCharsets;

/**
 * Thrift's compact protocol (thrift-compact-protocol.md of Apache Thrift), every length checked
 * against the bytes that are left.
 */
final class CompactReader {
  private static final int STOP = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT = 12;
  private static final int MAX_DEPTH = 32;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int depth;
  private int field;
  private int type;

  CompactReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** What a struct's fields are handed to, one after the other. */
  interface FieldHandler {
    /** Reads the value of a field, or calls {@link #skip}. */
    void field(int id) throws DamagedException;
  }

  /** Reads a struct to its end. */
  void struct(FieldHandler handler) throws DamagedException {
    if (++depth > MAX_DEPTH) {
      throw new DamagedException("its structures are nested more than " + MAX_DEPTH + " deep");
    }
    int last = 0;
    while (true) {
      int head = octet();
      if (head == STOP) {
        break;
      }
      type = head & 15;
      last = head >>> 4 == 0 ? (int) zigzag() : last + (head >>> 4);
      field = last;
      handler.field(last);
    }
    depth--;
  }

  /** Begins a struct that is a field's value. */
  void nested(FieldHandler handler) throws DamagedException {
    require(STRUCT);
    struct(handler);
  }

  /** Begins a list of structs: how many there are. */
  int listOfStructs() throws DamagedException {
    return list(STRUCT);
  }

  private int list(int element) throws DamagedException {
    require(LIST);
    int head = octet();
    int count = count(head >>> 4);
    if (count > 0 && (head & 15) != element) {
      throw new DamagedException("field " + field + " is a list of another type");
    }
    return count;
  }

  /** Every element takes a byte at least. */
  private int count(int brief) throws DamagedException {
    long count = brief == 15 ? varint() : brief;
    if (count < 0 || count > end - at) {
      throw DamagedException.cutShort();
    }
    return (int) count;
  }

  long integer() throws DamagedException {
    if (type == BYTE) {
      return (byte) octet();
    }
    if (type != I16 && type != I32 && type != I64) {
      require(I32);
    }
    return zigzag();
  }

  /** An integer of 32 bits, as most of Parquet's are. */
  int int32() throws DamagedException {
    long value = integer();
    if (value != (int) value) {
      throw new DamagedException("field " + field + " has more than 32 bits: " + value);
    }
    return (int) value;
  }

  boolean bool() throws DamagedException {
    if (type != FALSE) {
      require(TRUE);
    }
    return type == TRUE;
  }

  String text() throws DamagedException {
    require(BINARY);
    int length = binary();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private int binary() throws DamagedException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw DamagedException.cutShort();
    }
    return (int) length;
  }

  private void require(int wanted) throws DamagedException {
    if (type != wanted) {
      throw new DamagedException("field " + field + " has the type " + type + ", not " + wanted);
    }
  }

  /** Passes over the value of the current field. */
  void skip() throws DamagedException {
    skip(type, true);
  }

  private void skip(int kind, boolean inField) throws DamagedException {
    switch (kind) {
      case TRUE, FALSE -> advance(inField ? 0 : 1);
      case BYTE -> advance(1);
      case I16, I32, I64 -> varint();
      case DOUBLE -> advance(Double.BYTES);
      case BINARY -> advance(binary());
      case LIST, SET -> skipList();
      case MAP -> skipMap();
      case STRUCT -> struct(id -> skip());
      default -> throw new DamagedException("field " + field + " has the unknown type " + kind);
    }
  }

  private void skipList() throws DamagedException {
    deeper();
    int head = octet();
    for (int left = count(head >>> 4); left > 0; left--) {
      skip(head & 15, false);
    }
    depth--;
  }

  private void skipMap() throws DamagedException {
    deeper();
    int count = count(15);
    int kinds = count == 0 ? 0 : octet();
    for (; count > 0; count--) {
      skip(kinds >>> 4, false);
      skip(kinds & 15, false);
    }
    depth--;
  }

  private void deeper() throws DamagedException {
    if (++depth > MAX_DEPTH) {
      throw new DamagedException("its structures are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void advance(int count) throws DamagedException {
    if (count > end - at) {
      throw DamagedException.cutShort();
    }
    at += count;
  }

  private long zigzag() throws DamagedException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() throws DamagedException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = octet();
      value |= (long) (next & 127) << shift;
      if (next < 128) {
        return value;
      }
    }
    throw new DamagedException("an integer has no end");
  }

  private int octet() throws DamagedException {
    if (at >= end) {
      throw DamagedException.cutShort();
    }
    return bytes[at++] & 0xff;
  }

  /** The place behind what was read. */
  int position() {
    return at;
  }
}
