package org.showerforge.backend;

import java.util.List;

/** What every backend asks of the shapes it meets; the messages name both sides. */
public final class Shapes {
  private Shapes() {}

  /** Whether a matrix has no elements. */
  public static boolean isEmpty(Matrix m) {
    return m.rows() == 0 || m.columns() == 0;
  }

  /** Neither of the two is negative. */
  public static void size(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(text(rows, columns) + " is no shape");
    }
  }

  /** Both are of one shape. */
  public static void same(Matrix a, Matrix b) {
    need(a, b.rows(), b.columns());
  }

  /** One row, as wide as the matrix. */
  public static void row(Matrix row, Matrix m) {
    need(row, 1, m.columns());
  }

  /** One column, as high as the matrix. */
  public static void column(Matrix column, Matrix m) {
    need(column, m.rows(), 1);
  }

  /** A matrix is of this shape. */
  public static void need(Matrix m, int rows, int columns) {
    if (m.rows() != rows || m.columns() != columns) {
      throw new IllegalArgumentException(
          text(m.rows(), m.columns()) + " where " + text(rows, columns) + " is needed");
    }
  }

  /** Factors fit each other. */
  public static void inner(int a, int b) {
    if (a != b) {
      throw new IllegalArgumentException("a product over " + a + " and " + b + " elements");
    }
  }

  /** As many values as a matrix has elements. */
  public static void values(int length, Matrix m) {
    long elements = (long) m.rows() * m.columns();
    if (length != elements) {
      throw new IllegalArgumentException(length + " values for " + elements + " elements");
    }
  }

  /** A matrix can be seen in another shape. */
  public static void reshape(Matrix m, boolean gapless, int rows, int columns) {
    size(rows, columns);
    if ((long) m.rows() * m.columns() != (long) rows * columns) {
      throw new IllegalArgumentException(
          text(m.rows(), m.columns()) + " cannot become " + text(rows, columns));
    }
    if (!gapless) {
      throw new IllegalArgumentException(
          text(m.rows(), m.columns()) + " has gaps between its rows: no view in another shape");
    }
  }

  /** Indices below {@code indexed} are some of the columns. */
  public static void indexed(int indexed, int columns) {
    if (indexed > columns) {
      throw new IllegalArgumentException("index " + (indexed - 1) + " is no column of " + columns);
    }
  }

  /** All of {@code numbers} in [lowest, bound). */
  public static void indices(int[] numbers, int lowest, int bound) {
    for (int number : numbers) {
      if (number < lowest || number >= bound) {
        throw new IllegalArgumentException(
            "index " + number + " is not in [" + lowest + ", " + bound + ")");
      }
    }
  }

  /** Row numbers are some of the source, and as many as rows of out. */
  public static void gather(Matrix source, int[] rows, Matrix out) {
    need(out, rows.length, source.columns());
    indices(rows, 0, source.rows());
  }

  /** As the other; and variants are some of the orders, and these are permutations. */
  public static void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    gather(source, rows, out);
    if (variant.length != rows.length) {
      throw new IllegalArgumentException(variant.length + " variants for " + rows.length + " rows");
    }
    indices(variant, 0, orders.length);
    for (int[] order : orders) {
      if (order.length != source.columns()) {
        throw new IllegalArgumentException(
            "an order of " + order.length + " for " + source.columns() + " columns");
      }
      indices(order, 0, source.columns());
    }
  }

  /** Gradient, state and parameters of an updater go together. */
  public static void update(
      Updater updater, Matrix gradient, List<Matrix> state, Matrix parameters) {
    same(gradient, parameters);
    if (state.size() != updater.states()) {
      throw new IllegalArgumentException(
          updater + " needs " + updater.states() + " states, got " + state.size());
    }
    for (int i = 0; i < state.size(); i++) {
      same(state.get(i), parameters);
    }
  }

  private static String text(int rows, int columns) {
    return "[" + rows + ", " + columns + "]";
  }
}
