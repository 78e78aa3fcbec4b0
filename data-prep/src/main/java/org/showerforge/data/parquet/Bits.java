package org.showerforge.data.parquet;

/** Numbers of any width among packed bits, the lowest first. */
final class Bits {
  private Bits() {}

  /** The number of so many bits, 0 to 64, that begins at a bit and lies before byte {@code end}. */
  static long read(byte[] bytes, long bit, int width, int end) throws DamagedException {
    if (bit + width > (long) end << 3) {
      throw new DamagedException(DamagedException.CUT_SHORT + " among packed numbers");
    }
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    long value = 0;
    for (int done = -shift; done < width; done += Byte.SIZE, at++) {
      long next = bytes[at] & 0xffL;
      value |= done < 0 ? next >>> -done : next << done;
    }
    return width == Long.SIZE ? value : value & (1L << width) - 1;
  }
}
