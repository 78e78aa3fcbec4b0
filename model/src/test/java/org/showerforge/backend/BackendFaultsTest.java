package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.backend.Backend.Function;

/** What is not a number stays visible, and what does not fit throws. */
@Tag(TestBackend.GPU)
final class BackendFaultsTest {
  private static final int[][] SHAPES = {{1, 1}, {1, 4}, {4, 1}, {3, 4}, {20, 24}};

  private static Matrix filled(Backend backend, int rows, int columns, double value) {
    Matrix m = backend.allocate(rows, columns);
    backend.affine(0, value, m);
    return m;
  }

  /** Zeros, but not a number in the first element. */
  private static Matrix broken(Backend backend, int rows, int columns) {
    Matrix m = backend.allocate(rows, columns);
    backend.affine(0, Double.NaN, m.rows(0, 1).columns(0, 1));
    return m;
  }

  private static void assertBroken(Backend backend, Matrix m) {
    assertThat(backend.readDoubles(m)[0]).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void notANumberPassesThroughProducts(TestBackend kind) {
    Backend backend = kind.create();
    for (int[] shape : SHAPES) {
      int rows = shape[0];
      int inner = shape[1];
      for (int columns : new int[] {1, 5, 17}) {
        Matrix out = backend.allocate(rows, columns);
        // Zero times NaN is NaN: no zero may be skipped.
        backend.product(broken(backend, rows, inner), backend.allocate(inner, columns), out);
        assertBroken(backend, out);
        backend.product(backend.allocate(rows, inner), broken(backend, inner, columns), out);
        assertBroken(backend, out);
        backend.productTransposed(
            broken(backend, rows, inner), backend.allocate(columns, inner), out);
        assertBroken(backend, out);
        backend.transposedProduct(
            broken(backend, inner, rows), backend.allocate(inner, columns), out);
        assertBroken(backend, out);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void notANumberPassesThroughAlgebra(TestBackend kind) {
    Backend backend = kind.create();
    for (int[] shape : SHAPES) {
      int rows = shape[0];
      int columns = shape[1];
      List<Consumer<Matrix>> operations =
          List.of(
              m -> backend.addRow(broken(backend, 1, columns), m),
              m -> backend.scaleColumns(broken(backend, 1, columns), m),
              m -> backend.scaleRows(broken(backend, rows, 1), m),
              m -> backend.multiply(broken(backend, rows, columns), m, m),
              m -> backend.combine(0.5, broken(backend, rows, columns), 1, m),
              m -> backend.mix(broken(backend, rows, 1), m, m, m),
              m -> backend.copy(broken(backend, rows, columns), m));
      for (Consumer<Matrix> operation : operations) {
        Matrix m = filled(backend, rows, columns, 1);
        operation.accept(m);
        assertBroken(backend, m);
      }
      Matrix m = broken(backend, rows, columns);
      backend.clip(1, m);
      backend.affine(2, 1, m);
      backend.combine(1, filled(backend, rows, columns, 1), 0.5, m);
      backend.scaleRows(filled(backend, rows, 1, 1), m);
      backend.scaleColumns(filled(backend, 1, columns, 1), m);
      assertBroken(backend, m);
      Matrix row = backend.allocate(1, columns);
      backend.columnSums(m, row);
      assertBroken(backend, row);
      Matrix column = backend.allocate(rows, 1);
      backend.rowDots(backend.allocate(rows, columns), m, column);
      assertBroken(backend, column);
      // A softmax over one column is 1 whatever it is of; a backend may know that.
      if (columns > 1) {
        backend.softmaxRows(m, m);
        assertBroken(backend, m);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void notANumberPassesThroughFunctions(TestBackend kind) {
    Backend backend = kind.create();
    for (int[] shape : SHAPES) {
      Matrix bias = backend.allocate(1, shape[1]);
      Matrix slope = backend.allocate(shape[0], shape[1]);
      Matrix curvature = backend.allocate(shape[0], shape[1]);
      for (Activation.Kind f : Activation.Kind.values()) {
        Activation activation = new Activation(f, 0);
        Matrix m = broken(backend, shape[0], shape[1]);
        backend.activate(activation, bias, m, slope);
        assertBroken(backend, m);
        backend.activate(activation, bias, m, slope, curvature);
        assertBroken(backend, m);
        backend.activate(activation, bias, m);
        assertBroken(backend, m);
      }
      // The step of NaN is not said to be anything.
      for (Function f : EnumSet.complementOf(EnumSet.of(Function.STEP))) {
        Matrix m = broken(backend, shape[0], shape[1]);
        backend.map(f, m, m);
        assertBroken(backend, m);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongShapesThrow(TestBackend kind) {
    Backend b = kind.create();
    Matrix m = b.allocate(2, 3);
    Matrix t = b.allocate(3, 2);
    Matrix row = b.allocate(1, 3);
    Matrix column = b.allocate(2, 1);
    Matrix one = b.allocate(1, 1);
    Index index = b.index(new int[] {0, -1, 2});
    Philox random = new Philox(1);
    List<ThrowingCallable> calls =
        List.of(
            () -> b.allocate(-1, 2),
            () -> b.index(new int[] {-2}),
            () -> m.rows(1, 3),
            () -> m.columns(-1, 2),
            () -> b.write(new float[5], m),
            () -> b.read(m, new float[7]),
            () -> b.product(m, m, m),
            () -> b.product(m, t, m),
            () -> b.productTransposed(m, t, b.allocate(2, 2)),
            () -> b.productTransposed(m, m, m),
            () -> b.transposedProduct(m, t, b.allocate(3, 3)),
            () -> b.transposedProduct(m, m, m),
            () -> b.addRow(column, m),
            () -> b.addRow(one, m),
            () -> b.scaleColumns(column, m),
            () -> b.scaleColumns(one, m),
            () -> b.scaleRows(row, m),
            () -> b.scaleRows(one, m),
            () -> b.columnSums(m, column),
            () -> b.rowDots(m, t, column),
            () -> b.rowDots(m, m, row),
            () -> b.multiply(m, row, m),
            () -> b.multiply(row, row, m),
            () -> b.combine(1, row, 1, m),
            () -> b.copy(row, m),
            () -> b.copy(t, m),
            () -> b.mix(row, m, m, m),
            () -> b.mix(column, row, m, m),
            () -> b.map(Function.EXP, row, m),
            () -> b.softmaxRows(t, m),
            () -> b.activate(Activation.TANH, column, m, m.rows(0, 2)),
            () -> b.activate(Activation.TANH, row, m, t),
            () -> b.activate(Activation.TANH, row, m, b.allocate(2, 3), t),
            () -> b.gatherRows(m, new int[] {0}, m),
            () -> b.gatherRows(m, new int[] {0, 2}, m),
            () -> b.gatherRows(m, new int[] {0, -1}, m),
            () -> b.gather(m, new int[] {0, 1}, new int[][] {{0, 1}}, new int[2], m),
            () -> b.gather(m, new int[] {0, 1}, new int[][] {{0, 1, 3}}, new int[2], m),
            () -> b.gather(m, new int[] {0, 1}, new int[][] {{0, 1, 2}}, new int[] {0, 1}, m),
            () -> b.gatherColumns(t, index, m),
            () -> b.gatherColumns(m, index, t),
            () -> b.scatterColumns(m, index, t),
            () -> b.scatterColumns(m, index, b.allocate(2, 2)),
            () -> b.update(new Sgd(), row, List.of(row), row, 1, 0),
            () -> b.update(new Sgd(), one, List.of(), row, 1, 0),
            () -> b.update(Adam.WGAN_GP, row, List.of(row), row, 1, 0),
            () -> b.update(RmsProp.DEFAULT, row, List.of(one), row, 1, 0));
    for (int n = 0; n < calls.size(); n++) {
      assertThatThrownBy(calls.get(n), "call %s", n).isInstanceOf(RuntimeException.class);
    }
    b.gaussianRows(random, 0, 0, b.allocate(2, 0));
  }
}
