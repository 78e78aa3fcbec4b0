package org.showerforge.root;

/** The basic types of members, by ROOT's numbers for them (TVirtualStreamerInfo::EReadWrite). */
final class Basic {
  static final int INT64 = 16;

  private Basic() {}

  /** Bytes in the file; 0 for what is not read. */
  static int bytes(int kind) {
    return switch (kind) {
      case 1, 10, 11, 18 -> 1;
      case 2, 12 -> 2;
      case 3, 5, 6, 13, 15 -> 4;
      case 4, 8, 14, INT64, 17 -> 8;
      default -> 0;
    };
  }

  static boolean isInteger(int kind) {
    return kind != 5 && kind != 8;
  }

  /** Reads a Long, a Float or a Double; unsigned 64-bit numbers beyond 2^63 turn negative. */
  static Number read(Cursor in, int kind) {
    return switch (kind) {
      case 1, 10 -> (long) in.int8();
      case 11, 18 -> (long) in.uint8();
      case 2 -> (long) in.int16();
      case 12 -> (long) in.uint16();
      case 3, 6 -> (long) in.int32();
      case 13, 15 -> in.int32() & 0xffffffffL;
      case 5 -> in.float32();
      case 8 -> in.float64();
      default -> in.int64();
    };
  }
}
