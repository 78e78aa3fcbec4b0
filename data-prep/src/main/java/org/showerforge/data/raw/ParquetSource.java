package org.showerforge.data.raw;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.parquet.ParquetColumn;
import org.showerforge.data.parquet.ParquetFile;
import org.showerforge.root.HadoopInput;

/**
 * Parquet: a column is a field of numbers or of lists of numbers; fields of groups are named with
 * dots. An event with a missing number is faulty.
 */
final class ParquetSource implements RawSource {
  private final ParquetFile file;
  private final List<String> names;
  private ParquetFile.@Nullable Rows rows;
  private long position;

  private ParquetSource(ParquetFile file, List<String> names) {
    this.file = file;
    this.names = names;
  }

  static RawSource open(Configuration conf, Path path, List<String> names) throws IOException {
    HadoopInput input = HadoopInput.open(path.getFileSystem(conf), path);
    return new ParquetSource(ParquetFile.open(input, path.toString(), names), names);
  }

  @Override
  public long events() {
    return file.rows();
  }

  @Override
  public int[] shape(int column) {
    return file.isList(column) ? new int[] {VARYING} : new int[0];
  }

  @Override
  public void read(long from, long to, Slab slab) throws IOException {
    slab.begin(to - from);
    for (long at = from; at < to; ) {
      ParquetFile.Rows group = rowsFrom(at);
      int count = (int) (Math.min(to, group.endRow()) - at);
      for (int k = 0; k < names.size(); k++) {
        read(group.columns().get(k), k, (int) (at - from), count, slab);
      }
      at += count;
      position = at;
    }
  }

  private ParquetFile.Rows rowsFrom(long event) throws IOException {
    ParquetFile.Rows current = rows;
    if (current == null || event != position || event == current.endRow()) {
      // The old pages are let go before new ones are read.
      rows = null;
      current = file.rowsFrom(event);
      position = event;
      rows = current;
    }
    return current;
  }

  private void read(ParquetColumn column, int k, int first, int count, Slab slab)
      throws IOException {
    int width = slab.width(k);
    double[] target = slab.column(k);
    for (int i = first; i < first + count; i++) {
      long length = column.next(target, i * width, width);
      if (length == ParquetColumn.MISSING) {
        slab.fault(i, k, "column " + names.get(k) + " has no number (null)");
      } else if (length != width) {
        slab.fault(i, k, "column " + names.get(k) + " has " + length + " numbers, not " + width);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
