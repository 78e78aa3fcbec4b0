package org.showerforge.backend;

import java.util.Arrays;

/** Rows and columns picked by number, on the host. */
final class HostGathers {
  private float[] wide = new float[0];
  private float[] gathered = new float[0];

  private record HostIndex(int[] columns, int last) implements Index {
    @Override
    public int length() {
      return columns.length;
    }
  }

  static Index index(int[] columns) {
    Shapes.indices(columns, -1, Integer.MAX_VALUE);
    return new HostIndex(columns.clone(), Arrays.stream(columns).max().orElse(-1));
  }

  private static int[] columns(Index index, HostMatrix matrix) {
    HostIndex known = (HostIndex) index;
    if (known.last >= matrix.columns()) {
      throw new IllegalArgumentException("index " + known.last + " is no column of " + matrix);
    }
    return known.columns;
  }

  private void buffers(int length) {
    if (wide.length < length) {
      wide = new float[length];
      gathered = new float[length];
    }
  }

  void rows(HostMatrix source, int[] rows, HostMatrix out) {
    for (int i = 0; i < rows.length; i++) {
      out.copy(i, source, rows[i], source.columns());
    }
  }

  void rows(HostMatrix source, int[] rows, int[][] orders, int[] variant, HostMatrix out) {
    buffers(source.columns());
    for (int i = 0; i < rows.length; i++) {
      source.get(rows[i], wide, 0);
      int[] order = orders[variant[i]];
      for (int j = 0; j < order.length; j++) {
        gathered[j] = wide[order[j]];
      }
      out.put(i, gathered, 0);
    }
  }

  void columns(HostMatrix in, Index index, HostMatrix out) {
    int[] columns = columns(index, in);
    // One element past the row's end is 0 and stands for no column.
    int none = in.columns();
    buffers(Math.max(none + 1, columns.length));
    for (int i = 0; i < in.rows(); i++) {
      in.get(i, wide, 0);
      wide[none] = 0;
      for (int j = 0; j < columns.length; j++) {
        gathered[j] = wide[columns[j] < 0 ? none : columns[j]];
      }
      out.put(i, gathered, 0);
    }
  }

  void scatter(HostMatrix in, Index index, HostMatrix out) {
    int[] columns = columns(index, out);
    int none = out.columns();
    buffers(Math.max(none + 1, columns.length));
    for (int i = 0; i < in.rows(); i++) {
      in.get(i, gathered, 0);
      Arrays.fill(wide, 0, none + 1, 0f);
      for (int j = 0; j < columns.length; j++) {
        wide[columns[j] < 0 ? none : columns[j]] += gathered[j];
      }
      out.put(i, wide, 0);
    }
  }
}
