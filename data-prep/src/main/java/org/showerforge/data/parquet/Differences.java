package org.showerforge.data.parquet;

/**
 * Integers as packed differences (Encodings.md of parquet-format, DELTA_BINARY_PACKED): the first
 * one, then blocks, each of a least difference and miniblocks of what the others exceed it by.
 */
final class Differences implements Values {
  private static final int MAX_BLOCK = 1 << 20;

  private final NumberType type;
  private final byte[] page;
  private final int miniblocks;
  private final int miniblockSize;
  private int at;
  private long left;
  private long value;
  private boolean isFirst = true;

  /** The bits per difference of a block's miniblocks. */
  private final int[] widths;

  private int miniblock;
  private int leftInMiniblock;
  private long least;
  private long bit;

  Differences(NumberType type, byte[] page, int from) throws DamagedException {
    this.type = type;
    this.page = page;
    this.at = from;
    long block = varint();
    long count = varint();
    if (block <= 0 || block > MAX_BLOCK || count <= 0 || count > block || block % count != 0) {
      throw new DamagedException("blocks of " + block + " differences in " + count + " parts");
    }
    this.miniblocks = (int) count;
    this.miniblockSize = (int) (block / count);
    if (miniblockSize % Byte.SIZE != 0) {
      throw new DamagedException("miniblocks of " + miniblockSize + " differences");
    }
    this.widths = new int[miniblocks];
    this.miniblock = miniblocks;
    this.left = varint();
    this.value = zigzag();
  }

  @Override
  public double next() throws DamagedException {
    if (left-- <= 0) {
      throw new DamagedException(DamagedException.CUT_SHORT + " among packed differences");
    }
    if (isFirst) {
      isFirst = false;
    } else {
      if (leftInMiniblock == 0) {
        beginMiniblock();
      }
      int width = widths[miniblock - 1];
      value += least + Bits.read(page, bit, width, page.length);
      bit += width;
      if (--leftInMiniblock == 0) {
        at = (int) (bit >>> 3);
      }
    }
    return type.number(value);
  }

  private void beginMiniblock() throws DamagedException {
    if (miniblock == miniblocks) {
      least = zigzag();
      for (int i = 0; i < miniblocks; i++) {
        widths[i] = octet();
        if (widths[i] > Long.SIZE) {
          throw new DamagedException("differences of " + widths[i] + " bits");
        }
      }
      miniblock = 0;
    }
    miniblock++;
    leftInMiniblock = miniblockSize;
    bit = (long) at << 3;
  }

  private long zigzag() throws DamagedException {
    long bits = varint();
    return bits >>> 1 ^ -(bits & 1);
  }

  private long varint() throws DamagedException {
    long bits = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = octet();
      bits |= (long) (next & 127) << shift;
      if (next < 128) {
        return bits;
      }
    }
    throw new DamagedException("an integer has no end");
  }

  private int octet() throws DamagedException {
    if (at >= page.length) {
      throw new DamagedException(DamagedException.CUT_SHORT + " among packed differences");
    }
    return page[at++] & 0xff;
  }
}
