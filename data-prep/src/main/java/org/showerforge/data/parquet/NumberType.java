package org.showerforge.data.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The types of a column's numbers; each becomes the nearest double. */
enum NumberType {
  BOOLEAN(0),
  INT32(4),
  UINT32(4),
  INT64(8),
  UINT64(8),
  FLOAT(4),
  DOUBLE(8);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of a plain number; 0: it takes a bit. */
  int bytes() {
    return bytes;
  }

  boolean isInteger() {
    return this == INT32 || this == UINT32 || this == INT64 || this == UINT64;
  }

  /** The plain number that begins at a byte. */
  double plain(byte[] from, int at) {
    return switch (this) {
      case BOOLEAN -> from[at] & 1;
      case FLOAT -> Float.intBitsToFloat((int) INT.get(from, at));
      case DOUBLE -> Double.longBitsToDouble((long) LONG.get(from, at));
      case INT32, UINT32 -> number((int) INT.get(from, at));
      case INT64, UINT64 -> number((long) LONG.get(from, at));
    };
  }

  /** The number that an integer type means by its bits, of which the lower 32 may be all. */
  double number(long bits) {
    return switch (this) {
      case INT32 -> (int) bits;
      case UINT32 -> bits & 0xffff_ffffL;
      // The lowest bit is kept, so that halving and doubling round as one conversion does.
      case UINT64 -> bits >= 0 ? bits : 2.0 * (bits >>> 1 | (bits & 1));
      default -> bits;
    };
  }
}
