package org.showerforge.data.parquet;

/** The numbers of a page, one after the other, decoded as they are asked for. */
interface Values {
  /** The encodings that Parquet gives numbers, by the format's numbers. */
  int PLAIN = 0;

  /** Places in a dictionary, in files of the first version. */
  int PLAIN_DICTIONARY = 2;

  /** Runs, of booleans. */
  int RLE = 3;

  /** Packed differences, of integers. */
  int DELTA_BINARY_PACKED = 5;

  /** Places in a dictionary. */
  int RLE_DICTIONARY = 8;

  /** First bytes of all, then second bytes, ... */
  int BYTE_STREAM_SPLIT = 9;

  double next() throws DamagedException;

  /**
   * Decodes [from, end) of a page.
   *
   * @param dictionary what the chunk's dictionary page holds; empty if it has none
   */
  static Values of(int encoding, NumberType type, byte[] page, int from, double[] dictionary)
      throws DamagedException {
    return switch (encoding) {
      case PLAIN -> plain(type, page, from);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> places(page, from, dictionary);
      case RLE -> runs(type, page, from);
      case BYTE_STREAM_SPLIT -> split(type, page, from);
      case DELTA_BINARY_PACKED -> {
        if (!type.isInteger()) {
          throw notFor(encoding, type);
        }
        yield new Differences(type, page, from);
      }
      default -> throw notFor(encoding, type);
    };
  }

  private static DamagedException notFor(int encoding, NumberType type) {
    return new DamagedException("encoding " + encoding + " is not read for " + type);
  }

  private static Values plain(NumberType type, byte[] page, int from) {
    return new Values() {
      private long at = type == NumberType.BOOLEAN ? (long) from << 3 : from;

      @Override
      public double next() throws DamagedException {
        if (type == NumberType.BOOLEAN) {
          return Bits.read(page, at++, 1, page.length);
        }
        if (at > page.length - type.bytes()) {
          throw new DamagedException(DamagedException.CUT_SHORT + " among plain numbers");
        }
        double value = type.plain(page, (int) at);
        at += type.bytes();
        return value;
      }
    };
  }

  private static Values places(byte[] page, int from, double[] dictionary) throws DamagedException {
    if (dictionary.length == 0) {
      return () -> {
        throw new DamagedException("a page refers to a dictionary that is not there");
      };
    }
    if (from >= page.length) {
      return () -> {
        throw new DamagedException(DamagedException.CUT_SHORT + " before places in a dictionary");
      };
    }
    RunReader runs =
        new RunReader(page, from + 1, page.length, page[from] & 0xff, dictionary.length - 1L);
    return () -> dictionary[runs.next()];
  }

  private static Values runs(NumberType type, byte[] page, int from) throws DamagedException {
    if (type != NumberType.BOOLEAN) {
      throw notFor(RLE, type);
    }
    // The runs' length stands before them; they end with the page.
    RunReader runs = new RunReader(page, from + Integer.BYTES, page.length, 1, 1);
    return runs::next;
  }

  private static Values split(NumberType type, byte[] page, int from) throws DamagedException {
    int bytes = type.bytes();
    if (bytes == 0 || (page.length - from) % bytes != 0) {
      throw notFor(BYTE_STREAM_SPLIT, type);
    }
    int count = (page.length - from) / bytes;
    byte[] number = new byte[bytes];
    return new Values() {
      private int next;

      @Override
      public double next() throws DamagedException {
        if (next == count) {
          throw new DamagedException(DamagedException.CUT_SHORT + " among split numbers");
        }
        for (int i = 0; i < bytes; i++) {
          number[i] = page[from + i * count + next];
        }
        next++;
        return type.plain(number, 0);
      }
    };
  }
}
