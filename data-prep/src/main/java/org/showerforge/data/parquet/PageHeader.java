package org.showerforge.data.parquet;

/** What stands before a page. */
final class PageHeader {
  private static final int DATA = 0;
  private static final int DICTIONARY = 2;
  private static final int DATA_2 = 3;

  /** Writers make pages of about 1 MiB. */
  private static final int MAX_BYTES = 256 << 20;

  private int type = -1;
  private int unpackedBytes = -1;
  private int bytes = -1;
  private boolean hasChecksum;
  private int checksum;
  private int values = -1;
  private int encoding = -1;
  private int definitionEncoding = Values.RLE;
  private int repetitionEncoding = Values.RLE;
  private int definitionBytes;
  private int repetitionBytes;
  private boolean isCompressed = true;

  private PageHeader() {}

  static PageHeader read(CompactReader in) throws DamagedException {
    PageHeader header = new PageHeader();
    in.struct(
        id -> {
          switch (id) {
            case 1 -> header.type = in.int32();
            case 2 -> header.unpackedBytes = in.int32();
            case 3 -> header.bytes = in.int32();
            case 4 -> {
              header.hasChecksum = true;
              header.checksum = in.int32();
            }
            case 5 -> in.nested(field -> header.data(in, field));
            case 7 -> in.nested(field -> header.dictionary(in, field));
            case 8 -> in.nested(field -> header.data2(in, field));
            default -> in.skip();
          }
        });
    header.check();
    return header;
  }

  private void data(CompactReader in, int field) throws DamagedException {
    switch (field) {
      case 1 -> values = in.int32();
      case 2 -> encoding = in.int32();
      case 3 -> definitionEncoding = in.int32();
      case 4 -> repetitionEncoding = in.int32();
      default -> in.skip();
    }
  }

  private void dictionary(CompactReader in, int field) throws DamagedException {
    switch (field) {
      case 1 -> values = in.int32();
      case 2 -> encoding = in.int32();
      default -> in.skip();
    }
  }

  private void data2(CompactReader in, int field) throws DamagedException {
    switch (field) {
      case 1 -> values = in.int32();
      case 4 -> encoding = in.int32();
      case 5 -> definitionBytes = in.int32();
      case 6 -> repetitionBytes = in.int32();
      case 7 -> isCompressed = in.bool();
      default -> in.skip();
    }
  }

  private void check() throws DamagedException {
    if (type != DATA && type != DATA_2 && type != DICTIONARY) {
      throw new DamagedException("a page of the unknown type " + type);
    }
    if (values < 0 || bytes < 0 || unpackedBytes < 0) {
      throw new DamagedException(
          "a page of %d values in %d bytes, unpacked %d".formatted(values, bytes, unpackedBytes));
    }
    if (Math.max(bytes, unpackedBytes) > MAX_BYTES) {
      throw new DamagedException(
          "a page of %d bytes, more than %d".formatted(Math.max(bytes, unpackedBytes), MAX_BYTES));
    }
    long levels = (long) definitionBytes + repetitionBytes;
    if (definitionBytes < 0 || repetitionBytes < 0 || levels > Math.min(bytes, unpackedBytes)) {
      throw new DamagedException("a page of " + bytes + " bytes whose levels take " + levels);
    }
  }

  boolean isDictionary() {
    return type == DICTIONARY;
  }

  /** Whether levels stand before the page's values as they are, not compressed with them. */
  boolean isVersion2() {
    return type == DATA_2;
  }

  int unpackedBytes() {
    return unpackedBytes;
  }

  /** Bytes in the file behind the header. */
  int bytes() {
    return bytes;
  }

  /** Whether the page's bytes are those that the writer wrote, as far as it said so. */
  boolean fits(long crc) {
    return !hasChecksum || (int) crc == checksum;
  }

  /** Numbers, counting those that are missing. */
  int values() {
    return values;
  }

  int encoding() {
    return encoding;
  }

  /** The encodings of levels in pages of the first version. */
  boolean hasLevelsInRuns(Schema.Leaf leaf) {
    return (leaf.maxDefinition() == 0 || definitionEncoding == Values.RLE)
        && (leaf.maxRepetition() == 0 || repetitionEncoding == Values.RLE);
  }

  int definitionBytes() {
    return definitionBytes;
  }

  int repetitionBytes() {
    return repetitionBytes;
  }

  boolean isCompressed() {
    return isCompressed;
  }
}
