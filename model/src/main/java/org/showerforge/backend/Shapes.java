package org.showerforge.backend;

import java.util.List;

/** What every backend asks of the shapes it meets; the messages name both sides. */
final class Shapes {
  private Shapes() {}

  static boolean isEmpty(Matrix m) {
    return m.rows() == 0 || m.columns() == 0;
  }

  static void size(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(text(rows, columns) + " is no shape");
    }
  }

  static void same(Matrix a, Matrix b) {
    need(a, b.rows(), b.columns());
  }

  static void row(Matrix row, Matrix m) {
    need(row, 1, m.columns());
  }

  static void column(Matrix column, Matrix m) {
    need(column, m.rows(), 1);
  }

  static void need(Matrix m, int rows, int columns) {
    if (m.rows() != rows || m.columns() != columns) {
      throw new IllegalArgumentException(
          text(m.rows(), m.columns()) + " where " + text(rows, columns) + " is needed");
    }
  }

  static void inner(int a, int b) {
    if (a != b) {
      throw new IllegalArgumentException("a product over " + a + " and " + b + " elements");
    }
  }

  static void values(int length, Matrix m) {
    long elements = (long) m.rows() * m.columns();
    if (length != elements) {
      throw new IllegalArgumentException(length + " values for " + elements + " elements");
    }
  }

  static void reshape(Matrix m, boolean gapless, int rows, int columns) {
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

  /** All of {@code numbers} in [lowest, bound). */
  static void indices(int[] numbers, int lowest, int bound) {
    for (int number : numbers) {
      if (number < lowest || number >= bound) {
        throw new IllegalArgumentException(
            "index " + number + " is not in [" + lowest + ", " + bound + ")");
      }
    }
  }

  static void gather(Matrix source, int[] rows, Matrix out) {
    need(out, rows.length, source.columns());
    indices(rows, 0, source.rows());
  }

  static void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
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

  static void update(Updater updater, Matrix gradient, List<Matrix> state, Matrix parameters) {
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
