package org.showerforge.data.parquet;

/**
 * Small numbers as runs of one value and groups of eight packed by bits (Encodings.md of
 * parquet-format, RLE): levels, and places in dictionaries.
 */
final class RunReader {
  private static final int MAX_WIDTH = 32;

  private final byte[] bytes;
  private final int end;
  private final int width;
  private final long most;
  private int at;
  private long left;
  private boolean isPacked;
  private long value;
  private long bit;

  /**
   * Begins.
   *
   * @param width bits of a number
   * @param most the largest number that makes sense
   */
  RunReader(byte[] bytes, int from, int to, int width, long most) throws DamagedException {
    if (width > MAX_WIDTH) {
      throw new DamagedException("a number of " + width + " bits in an encoding of at most 32");
    }
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.width = width;
    this.most = most;
  }

  /** The bits that a number up to the largest takes. */
  static int widthOf(int largest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
  }

  int next() throws DamagedException {
    if (width == 0) {
      return 0;
    }
    while (left == 0) {
      begin();
    }
    left--;
    if (isPacked) {
      value = Bits.read(bytes, bit, width, end);
      bit += width;
    }
    if (value > most) {
      throw new DamagedException("a level or a place in a dictionary of " + value + " > " + most);
    }
    return (int) value;
  }

  private void begin() throws DamagedException {
    if (isPacked) {
      at = (int) Math.min(end, (bit + 7) >>> 3);
    }
    long head = 0;
    int shift = 0;
    int next;
    do {
      if (at >= end || shift > Integer.SIZE) {
        throw new DamagedException(DamagedException.CUT_SHORT + " in a run");
      }
      next = bytes[at++] & 0xff;
      head |= (long) (next & 127) << shift;
      shift += 7;
    } while (next > 127);
    isPacked = (head & 1) != 0;
    if (isPacked) {
      left = (head >>> 1) * Byte.SIZE;
      bit = (long) at << 3;
    } else {
      left = head >>> 1;
      int count = (width + 7) >>> 3;
      if (count > end - at) {
        throw new DamagedException(DamagedException.CUT_SHORT + " in a run");
      }
      value = Bits.read(bytes, (long) at << 3, count << 3, end);
      at += count;
    }
  }
}
