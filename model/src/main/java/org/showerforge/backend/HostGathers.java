package org.showerforge.backend;

import java.util.Arrays;

/** Rows and columns picked by number, on the host. */
final class HostGathers {
  private float[] wide = new float[0];
  private float[] gathered = new float[0];

  /**
   * Column numbers.
   *
   * @param elements of a buffer that holds a 0, for no column, and then a row
   * @param last the largest of them
   */
  private record HostIndex(int[] elements, int last) implements Index {
    @Override
    public int length() {
      return elements.length;
    }
  }

  static Index index(int[] columns) {
    Shapes.indices(columns, -1, Integer.MAX_VALUE);
    int[] elements = Arrays.stream(columns).map(column -> column + 1).toArray();
    return new HostIndex(elements, Arrays.stream(elements).max().orElse(0));
  }

  private static int[] elements(Index index, HostMatrix matrix) {
    HostIndex known = (HostIndex) index;
    if (known.last > matrix.columns()) {
      throw new IllegalArgumentException(
          "index " + (known.last - 1) + " is no column of " + matrix);
    }
    return known.elements;
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
    int[] elements = elements(index, in);
    buffers(Math.max(1 + in.columns(), elements.length));
    wide[0] = 0;
    for (int i = 0; i < in.rows(); i++) {
      in.get(i, wide, 1);
      gather(wide, elements, gathered);
      out.put(i, gathered, 0);
    }
  }

  private static void gather(float[] row, int[] elements, float[] out) {
    for (int j = 0; j < elements.length; j++) {
      out[j] = row[elements[j]];
    }
  }

  void scatter(HostMatrix in, Index index, HostMatrix out) {
    int[] elements = elements(index, out);
    buffers(Math.max(1 + out.columns(), elements.length));
    for (int i = 0; i < in.rows(); i++) {
      in.get(i, gathered, 0);
      Arrays.fill(wide, 0, 1 + out.columns(), 0f);
      scatter(gathered, elements, wide);
      out.put(i, wide, 1);
    }
  }

  private static void scatter(float[] values, int[] elements, float[] row) {
    for (int j = 0; j < elements.length; j++) {
      row[elements[j]] += values[j];
    }
  }
}
