package org.showerforge.backend;

import java.util.Arrays;

/**
 * Walks through matrices of one shape in tiles that fit an array of the first-level cache: several
 * whole rows where there are no gaps, else a part of one row. Made once and used again, since a
 * step must not allocate.
 */
final class HostTiles {
  static final int SIZE = 2048;

  private int allRows;
  private int allColumns;
  private int step;
  private int row;
  private int rows;
  private int column;
  private int columns;

  /** Begins before the first tile. */
  void start(HostMatrix a, HostMatrix b) {
    start(a, b, b);
  }

  /** Begins before the first tile. */
  void start(HostMatrix a, HostMatrix b, HostMatrix c) {
    checkSame(a, b);
    checkSame(a, c);
    boolean gapless = a.isGapless() && b.isGapless() && c.isGapless();
    allRows = a.rows();
    allColumns = a.columns();
    step = gapless ? Math.max(1, SIZE / Math.max(1, allColumns)) : 1;
    row = 0;
    rows = 0;
    column = allColumns;
    columns = 0;
  }

  private static void checkSame(HostMatrix a, HostMatrix b) {
    if (a.rows() != b.rows() || a.columns() != b.columns()) {
      throw new IllegalArgumentException("shapes differ: " + a + ", " + b);
    }
  }

  /** Goes to the next tile; false if there is none. */
  boolean next() {
    column += columns;
    if (column >= allColumns) {
      row += rows;
      column = 0;
      rows = Math.min(step, allRows - row);
    }
    columns = Math.min(SIZE, allColumns - column);
    return rows > 0 && columns > 0;
  }

  /** How many elements the tile has. */
  int length() {
    return rows * columns;
  }

  /** Copies the tile out of a matrix. */
  void get(HostMatrix from, float[] out) {
    from.get(row, column, out, length());
  }

  /** Copies the tile into a matrix. */
  void put(HostMatrix to, float[] values) {
    to.put(row, column, values, length());
  }

  /** Copies one row to every row of the tile. */
  void getRow(HostMatrix from, float[] out) {
    if (from.rows() != 1 || from.columns() != allColumns) {
      throw new IllegalArgumentException(from + " is no row for " + allColumns + " columns");
    }
    from.get(0, column, out, columns);
    for (int i = 1; i < rows; i++) {
      System.arraycopy(out, 0, out, i * columns, columns);
    }
  }

  /** Copies one column to every column of the tile. */
  void getColumn(HostMatrix from, float[] out) {
    if (from.columns() != 1 || from.rows() != allRows) {
      throw new IllegalArgumentException(from + " is no column for " + allRows + " rows");
    }
    for (int i = 0; i < rows; i++) {
      Arrays.fill(out, i * columns, (i + 1) * columns, from.get(row + i));
    }
  }
}
