package org.showerforge.data.parquet;

import org.jspecify.annotations.Nullable;

/** One column's part of a row group: where its pages lie. */
final class Chunk {
  private static final int HEAD_BYTES = 4;

  private int type = -1;
  private int codec = -1;
  private long values = -1;
  private long length = -1;
  private long dataOffset = -1;
  private long dictionaryOffset;
  private @Nullable String refusal;
  private boolean described;

  private Chunk() {}

  /** Reads a ColumnChunk whose pages must end before {@code dataEnd}. */
  static Chunk read(CompactReader in, long dataEnd) throws DamagedException {
    Chunk chunk = new Chunk();
    in.struct(
        id -> {
          switch (id) {
            case 1 -> {
              chunk.refusal = "lies in another file";
              in.skip();
            }
            case 3 -> {
              chunk.described = true;
              in.nested(field -> chunk.metaData(in, field));
            }
            case 8, 9 -> {
              chunk.refusal = "is encrypted";
              in.skip();
            }
            default -> in.skip();
          }
        });
    if (!chunk.described && chunk.refusal == null) {
      chunk.refusal = "is not described";
    }
    if (chunk.refusal == null) {
      chunk.checkPlace(dataEnd);
    }
    return chunk;
  }

  private void metaData(CompactReader in, int field) throws DamagedException {
    switch (field) {
      case 1 -> type = in.int32();
      case 4 -> codec = in.int32();
      case 5 -> values = in.integer();
      case 7 -> length = in.integer();
      case 9 -> dataOffset = in.integer();
      case 11 -> dictionaryOffset = in.integer();
      default -> in.skip();
    }
  }

  private void checkPlace(long dataEnd) throws DamagedException {
    if (start() < HEAD_BYTES || length < 0 || length > dataEnd || start() > dataEnd - length) {
      throw new DamagedException(
          "a column is said to lie at bytes %d + %d, the columns end at %d"
              .formatted(start(), length, dataEnd));
    }
  }

  /** Checks that it holds what its column needs. */
  void check(Schema.Leaf leaf, long rows) throws DamagedException {
    if (refusal != null) {
      throw new DamagedException("column '" + Text.oneLine(leaf.name(), 80) + "' " + refusal);
    }
    boolean fits = leaf.maxRepetition() == 0 ? values == rows : values >= rows;
    if (!fits || type != leaf.physical()) {
      throw new DamagedException(
          "column '%s' has %d values of type %d for %d rows of type %d"
              .formatted(Text.oneLine(leaf.name(), 80), values, type, rows, leaf.physical()));
    }
  }

  /** Its first byte. */
  long start() {
    return dictionaryOffset > 0 && dictionaryOffset < dataOffset ? dictionaryOffset : dataOffset;
  }

  /** The byte behind its last. */
  long end() {
    return start() + length;
  }

  /** Its numbers, counting those that are missing and empty lists. */
  long values() {
    return values;
  }

  /** The codec's number. */
  int codec() {
    return codec;
  }
}
