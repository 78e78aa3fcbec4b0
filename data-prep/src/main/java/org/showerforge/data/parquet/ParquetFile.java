package org.showerforge.data.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.root.SeekableInput;

/** An open Parquet file, of which some columns are read. */
public final class ParquetFile implements Closeable {
  private static final int LONGEST_NAME = 80;

  private final SeekableInput in;
  private final String name;
  private final List<Schema.Leaf> leaves = new ArrayList<>();
  private final List<Footer.RowGroup> groups;

  private ParquetFile(SeekableInput in, String name, List<String> columns)
      throws IOException, DamagedException {
    this.in = in;
    this.name = name;
    Footer footer = Footer.read(in);
    for (String column : columns) {
      leaves.add(footer.schema().leaf(column, name));
    }
    this.groups = footer.rowGroups(leaves);
  }

  /**
   * Opens a file and closes its bytes with it, or at once if it cannot be read.
   *
   * @param columns the columns wanted: fields, within groups joined by dots
   */
  public static ParquetFile open(SeekableInput in, String name, List<String> columns)
      throws IOException {
    try {
      return new ParquetFile(in, name, columns);
    } catch (DamagedException e) {
      in.close();
      throw new UserException("%s: cannot be read as Parquet: %s", name, e.getMessage());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The number of rows. */
  public long rows() {
    return groups.isEmpty() ? 0 : groups.get(groups.size() - 1).endRow();
  }

  /** Whether a column has a list of numbers per row, not one number. */
  public boolean isList(int column) {
    return leaves.get(column).maxRepetition() > 0;
  }

  /**
   * Rows of a file that lie together; each column goes through them at its own pace.
   *
   * @param nextRow the row with which the columns begin
   * @param endRow the row after the last
   * @param columns those wanted, in their order
   */
  public record Rows(long nextRow, long endRow, List<ParquetColumn> columns) {
    /** Copies the list. */
    public Rows {
      columns = List.copyOf(columns);
    }
  }

  /** The rows from one on to the end of its row group. */
  public Rows rowsFrom(long row) throws IOException {
    int g = 0;
    while (groups.get(g).endRow() <= row) {
      g++;
    }
    Footer.RowGroup group = groups.get(g);
    PageMemory memory = new PageMemory();
    List<ParquetColumn> columns = new ArrayList<>();
    for (int k = 0; k < leaves.size(); k++) {
      Schema.Leaf leaf = leaves.get(k);
      Chunk chunk = group.chunks().get(k);
      String where =
          "%s: rows %d to %d: column '%s'"
              .formatted(
                  name,
                  group.firstRow(),
                  group.endRow() - 1,
                  Text.oneLine(leaf.name(), LONGEST_NAME));
      ParquetColumn column =
          new ParquetColumn(
              leaf, chunk, group.rows(), new PageStream(in, chunk, memory), memory, where);
      column.skip(row - group.firstRow());
      columns.add(column);
    }
    return new Rows(row, group.endRow(), columns);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
