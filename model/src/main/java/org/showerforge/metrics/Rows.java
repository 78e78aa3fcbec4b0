package org.showerforge.metrics;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/** Products of rows with rows, a block at a time, in double precision. */
final class Rows {
  /** Rows per block: with 20,000 columns 80 MB. */
  private static final int BLOCK = 500;

  private final double[][] rows;

  Rows(double[][] rows) {
    this.rows = rows;
  }

  /** A table's rows, each column divided by a number. */
  static Rows of(FeatureTable table, double[] scale) {
    double[][] rows = new double[table.rows()][table.width()];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < scale.length; k++) {
        rows[i][k] = table.value(i, k) / scale[k];
      }
    }
    return new Rows(rows);
  }

  /** Some of these rows, which may be asked for twice. */
  Rows pick(int... which) {
    double[][] picked = new double[which.length][];
    for (int i = 0; i < which.length; i++) {
      picked[i] = rows[which[i]];
    }
    return new Rows(picked);
  }

  /** These rows, then others. */
  Rows and(Rows others) {
    double[][] all = Arrays.copyOf(rows, rows.length + others.rows.length);
    System.arraycopy(others.rows, 0, all, rows.length, others.rows.length);
    return new Rows(all);
  }

  int count() {
    return rows.length;
  }

  int width() {
    return rows[0].length;
  }

  double square(int row) {
    double sum = 0;
    for (double value : rows[row]) {
      sum += value * value;
    }
    return sum;
  }

  /** The products of all rows with a direction. */
  double[] along(double[] direction) {
    double[] products = new double[rows.length];
    for (int i = 0; i < products.length; i++) {
      for (int k = 0; k < direction.length; k++) {
        products[i] += rows[i][k] * direction[k];
      }
    }
    return products;
  }

  /** Is told the products of one row with all others. */
  @FunctionalInterface
  interface Visitor {
    void products(int row, double[] withOthers);
  }

  /** All products with the rows of another. */
  void products(Rows other, Visitor visitor) {
    int columns = other.rows.length;
    double[] values = new double[BLOCK * columns];
    try (DoublePointer right = other.flat(0, columns);
        DoublePointer product = new DoublePointer((long) BLOCK * columns)) {
      for (int from = 0; from < rows.length; from += BLOCK) {
        int count = Math.min(rows.length - from, BLOCK);
        try (DoublePointer left = flat(from, from + count)) {
          openblas.cblas_dgemm(
              openblas.CblasRowMajor,
              openblas.CblasNoTrans,
              openblas.CblasTrans,
              count,
              columns,
              width(),
              1,
              left,
              width(),
              right,
              width(),
              0,
              product,
              columns);
        }
        product.get(values, 0, count * columns);
        for (int i = 0; i < count; i++) {
          visitor.products(from + i, Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
        }
      }
    }
  }

  private DoublePointer flat(int from, int to) {
    double[] flat = new double[(to - from) * width()];
    for (int i = from; i < to; i++) {
      System.arraycopy(rows[i], 0, flat, (i - from) * width(), width());
    }
    return new DoublePointer(flat);
  }
}
