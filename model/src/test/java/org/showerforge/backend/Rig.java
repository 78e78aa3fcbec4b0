package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.showerforge.backend.TestBackend.Layout;

/**
 * Matrices of one backend and layout, with what they held first. Around a view lies a margin of
 * another number, which has to stay.
 */
final class Rig {
  /** Rows and columns to try. */
  static final List<int[]> SHAPES =
      List.of(
          new int[] {1, 1},
          new int[] {1, 7},
          new int[] {5, 1},
          new int[] {4, 3},
          new int[] {33, 17},
          new int[] {3, 0},
          new int[] {0, 4});

  private static final double MARGIN = 77;

  final Backend backend;
  private final TestBackend kind;
  private final Layout layout;
  private final Random random = new Random(1);
  private final List<Operand> operands = new ArrayList<>();
  private final List<Operand> changed = new ArrayList<>();

  Rig(TestBackend kind, Layout layout) {
    this.kind = kind;
    this.layout = layout;
    this.backend = kind.create();
  }

  /** A number for an element. */
  interface Element {
    double at(int i, int j);
  }

  /** A matrix, the one around it, and its first content. */
  record Operand(Matrix parent, Matrix m, double[][] first) {
    double at(int i, int j) {
      return first[i][j];
    }
  }

  /** Normal numbers. */
  Operand normal(int rows, int columns) {
    return of(rows, columns, (i, j) -> (float) random.nextGaussian());
  }

  /** Numbers in (0, 1). */
  Operand uniform(int rows, int columns) {
    return of(rows, columns, (i, j) -> (float) (0.1 + 0.8 * random.nextDouble()));
  }

  /** NaN everywhere, for an output whose content must not matter. */
  Operand output(int rows, int columns) {
    return of(rows, columns, (i, j) -> Double.NaN);
  }

  Operand of(int rows, int columns, Element element) {
    int margin = layout.margin;
    int side = layout.sideMargin;
    Matrix parent = backend.allocate(rows + 2 * margin, columns + 2 * side);
    float[] surroundings = new float[parent.rows() * parent.columns()];
    Arrays.fill(surroundings, (float) MARGIN);
    backend.write(surroundings, parent);
    Matrix m = parent.rows(margin, margin + rows).columns(side, side + columns);
    double[][] values = new double[rows][columns];
    float[] flat = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        flat[i * columns + j] = (float) element.at(i, j);
        values[i][j] = flat[i * columns + j];
      }
    }
    backend.write(flat, m);
    Operand operand = new Operand(parent, m, values);
    operands.add(operand);
    return operand;
  }

  /** Compares to within roundings; NaN must be NaN and infinity infinite. */
  void expect(Operand out, Element expected) {
    expect(out, kind.tolerance(), expected);
  }

  void expect(Operand out, double tolerance, Element expected) {
    changed.add(out);
    double[] actual = backend.readDoubles(out.m());
    int columns = out.m().columns();
    assertThat(actual).hasSize(out.m().rows() * columns);
    for (int n = 0; n < actual.length; n++) {
      double e = expected.at(n / columns, n % columns);
      if (Double.isFinite(e)) {
        assertThat(actual[n])
            .as("row %s, column %s", n / columns, n % columns)
            .isCloseTo(e, within(tolerance * Math.max(1, Math.abs(e))));
      } else {
        assertThat(actual[n]).as("row %s, column %s", n / columns, n % columns).isEqualTo(e);
      }
    }
  }

  /** What was not expected to change is as it was, and so is all around the views. */
  void untouched() {
    for (Operand operand : operands) {
      if (!changed.contains(operand)) {
        assertThat(backend.readDoubles(operand.m()))
            .isEqualTo(Arrays.stream(operand.first()).flatMapToDouble(Arrays::stream).toArray());
      }
      double[] all = backend.readDoubles(operand.parent());
      int width = operand.parent().columns();
      for (int n = 0; n < all.length; n++) {
        int i = n / width - layout.margin;
        int j = n % width - layout.sideMargin;
        boolean inside = i >= 0 && i < operand.m().rows() && j >= 0 && j < operand.m().columns();
        if (!inside) {
          assertThat(all[n]).as("around the view").isEqualTo(MARGIN);
        }
      }
    }
  }
}
