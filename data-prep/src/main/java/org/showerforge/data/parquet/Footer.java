package org.showerforge.data.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.showerforge.root.SeekableInput;

/** The footer of a file: its schema, and where in it the chunks of columns lie. */
final class Footer {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final byte[] ENCRYPTED_MAGIC = {'P', 'A', 'R', 'E'};
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

  /** Some 100,000 chunks of columns. */
  private static final int MAX_BYTES = 16 << 20;

  private static final int MAX_ELEMENTS = 100_000;

  private final byte[] bytes;

  /** The first byte that belongs to no chunk. */
  private final long dataEnd;

  private final List<SchemaElement> elements = new ArrayList<>();
  private final Schema schema;
  private long rows = -1;

  private Footer(byte[] bytes, long dataEnd) throws DamagedException {
    this.bytes = bytes;
    this.dataEnd = dataEnd;
    CompactReader in = reader();
    in.struct(
        id -> {
          switch (id) {
            case 2 -> {
              elements.clear();
              int count = in.listOfStructs();
              if (count > MAX_ELEMENTS) {
                throw new DamagedException(
                    "its schema has " + count + " elements, more than " + MAX_ELEMENTS);
              }
              for (int i = 0; i < count; i++) {
                elements.add(SchemaElement.read(in));
              }
            }
            case 3 -> rows = in.integer();
            default -> in.skip();
          }
        });
    this.schema = Schema.of(elements);
  }

  static Footer read(SeekableInput in) throws IOException, DamagedException {
    long size = in.size();
    if (size < MAGIC.length + TAIL_BYTES) {
      throw new DamagedException("it has " + size + " bytes, less than the least Parquet file");
    }
    byte[] tail = new byte[TAIL_BYTES];
    in.readFully(size - TAIL_BYTES, tail, 0, TAIL_BYTES);
    byte[] head = new byte[MAGIC.length];
    in.readFully(0, head, 0, MAGIC.length);
    if (endsWith(tail, ENCRYPTED_MAGIC)) {
      throw new DamagedException("its footer is encrypted");
    }
    if (!endsWith(tail, MAGIC) || !endsWith(head, MAGIC)) {
      throw new DamagedException("it does not begin and end with PAR1: no Parquet, or cut short");
    }
    long length = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      length = length << 8 | (tail[i] & 0xff);
    }
    if (length > size - TAIL_BYTES - MAGIC.length || length > MAX_BYTES) {
      throw new DamagedException(
          "its footer is said to have %d bytes, of a file of %d and at most %d"
              .formatted(length, size, MAX_BYTES));
    }
    byte[] bytes = new byte[(int) length];
    long start = size - TAIL_BYTES - length;
    in.readFully(start, bytes, 0, bytes.length);
    return new Footer(bytes, start);
  }

  private static boolean endsWith(byte[] bytes, byte[] magic) {
    int from = bytes.length - magic.length;
    return Arrays.equals(bytes, from, bytes.length, magic, 0, magic.length);
  }

  private CompactReader reader() {
    return new CompactReader(bytes, 0, bytes.length);
  }

  Schema schema() {
    return schema;
  }

  /**
   * Some rows of the file.
   *
   * @param chunks the columns wanted, in the order in which they were asked for
   */
  record RowGroup(long firstRow, long rows, List<Chunk> chunks) {
    RowGroup {
      chunks = List.copyOf(chunks);
    }

    long endRow() {
      return firstRow + rows;
    }
  }

  /** The row groups, with their chunks of the wanted columns. */
  List<RowGroup> rowGroups(List<Schema.Leaf> wanted) throws DamagedException {
    List<RowGroup> groups = new ArrayList<>();
    CompactReader in = reader();
    in.struct(
        id -> {
          if (id != 4) {
            in.skip();
            return;
          }
          groups.clear();
          long first = 0;
          for (int left = in.listOfStructs(); left > 0; left--) {
            RowGroup group = rowGroup(in, first, wanted);
            first = group.endRow();
            if (group.rows > 0) {
              groups.add(group);
            }
          }
        });
    long sum = groups.isEmpty() ? 0 : groups.get(groups.size() - 1).endRow();
    if (sum != rows) {
      throw new DamagedException(
          "its row groups have %d rows, its footer says %d".formatted(sum, rows));
    }
    return groups;
  }

  private RowGroup rowGroup(CompactReader in, long first, List<Schema.Leaf> wanted)
      throws DamagedException {
    Map<Integer, Chunk> found = new HashMap<>();
    Set<Integer> needed = wanted.stream().map(Schema.Leaf::index).collect(Collectors.toSet());
    long[] counts = {-1, -1};
    in.struct(
        id -> {
          switch (id) {
            case 1 -> {
              int columns = in.listOfStructs();
              for (int i = 0; i < columns; i++) {
                if (needed.contains(i)) {
                  found.put(i, Chunk.read(in, dataEnd));
                } else {
                  in.struct(field -> in.skip());
                }
              }
              counts[0] = columns;
            }
            case 3 -> counts[1] = in.integer();
            default -> in.skip();
          }
        });
    long groupRows = counts[1];
    if (counts[0] != schema.leaves() || groupRows < 0 || groupRows > Long.MAX_VALUE - first) {
      throw new DamagedException(
          "a row group has %d columns of %d and %d rows"
              .formatted(counts[0], schema.leaves(), groupRows));
    }
    List<Chunk> chunks = new ArrayList<>();
    for (Schema.Leaf leaf : wanted) {
      Chunk chunk = Objects.requireNonNull(found.get(leaf.index()));
      chunk.check(leaf, groupRows);
      chunks.add(chunk);
    }
    return new RowGroup(first, groupRows, chunks);
  }
}
