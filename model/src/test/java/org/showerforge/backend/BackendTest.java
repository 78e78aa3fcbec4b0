package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.backend.Rig.Operand;
import org.showerforge.backend.TestBackend.Layout;

/** The algebra of every backend, in every layout, against the loops that define it. */
@Tag(TestBackend.GPU)
final class BackendTest {
  private static final int[] INNER = {0, 1, 6, 40};

  @ParameterizedTest
  @EnumSource
  void newMatricesAreZero(TestBackend kind) {
    Backend backend = kind.create();
    Matrix m = backend.allocate(3, 5);
    assertThat(m.rows()).isEqualTo(3);
    assertThat(m.columns()).isEqualTo(5);
    assertThat(backend.readDoubles(m)).hasSize(15).containsOnly(0);
    assertThat(backend.readDoubles(backend.allocate(3, 0))).isEmpty();
    assertThat(backend.index(new int[] {1, -1}).length()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void viewsShareMemory(TestBackend kind) {
    Backend backend = kind.create();
    Matrix m = backend.allocate(4, 6);
    backend.affine(0, 1, m.rows(1, 3).columns(2, 5).columns(1, 3).rows(1, 2));
    backend.affine(0, 2, m.rows(0, 1).columns(2, 6).reshape(2, 2).rows(1, 2));
    backend.affine(0, 3, m.rows(2, 4).reshape(12, 1).rows(6, 7));
    backend.affine(0, 4, m.columns(1, 1));
    assertThat(backend.readDoubles(m))
        .containsExactly(0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 3, 0, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void reshapingNeedsGaplessRowsAndAsManyElements(TestBackend kind) {
    Matrix m = kind.create().allocate(4, 6);
    assertThat(m.rows(1, 3).reshape(3, 4).rows()).isEqualTo(3);
    assertThat(m.columns(2, 2).reshape(0, 5).columns()).isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> m.columns(0, 3).reshape(3, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> m.columns(0, 1).reshape(2, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> m.reshape(5, 5));
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void writesAndReads(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Operand a = rig.normal(shape[0], shape[1]);
      float[] read = new float[shape[0] * shape[1]];
      rig.backend.read(a.m(), read);
      for (int n = 0; n < read.length; n++) {
        assertThat(read[n]).isEqualTo((float) a.at(n / shape[1], n % shape[1]));
      }
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void products(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      for (int inner : INNER) {
        int rows = shape[0];
        int columns = shape[1];
        Rig rig = new Rig(kind, layout);
        Operand a = rig.normal(rows, inner);
        Operand at = rig.normal(inner, rows);
        Operand b = rig.normal(inner, columns);
        Operand bt = rig.normal(columns, inner);
        Operand out = rig.output(rows, columns);
        rig.backend.product(a.m(), b.m(), out.m());
        rig.expect(out, (i, j) -> sum(inner, k -> a.at(i, k) * b.at(k, j)));
        rig.backend.productTransposed(a.m(), bt.m(), out.m());
        rig.expect(out, (i, j) -> sum(inner, k -> a.at(i, k) * bt.at(j, k)));
        rig.backend.transposedProduct(at.m(), b.m(), out.m());
        rig.expect(out, (i, j) -> sum(inner, k -> at.at(k, i) * b.at(k, j)));
        rig.untouched();
      }
    }
  }

  /** A term of a sum. */
  private interface Term {
    double at(int k);
  }

  private static double sum(int terms, Term term) {
    double sum = 0;
    for (int k = 0; k < terms; k++) {
      sum += term.at(k);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void rowsAndColumns(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Operand row = rig.normal(1, shape[1]);
      Operand column = rig.normal(shape[0], 1);
      Operand a = rig.normal(shape[0], shape[1]);
      rig.backend.addRow(row.m(), a.m());
      rig.expect(a, (i, j) -> a.at(i, j) + row.at(0, j));
      Operand b = rig.normal(shape[0], shape[1]);
      rig.backend.scaleColumns(row.m(), b.m());
      rig.expect(b, (i, j) -> b.at(i, j) * row.at(0, j));
      Operand c = rig.normal(shape[0], shape[1]);
      rig.backend.scaleRows(column.m(), c.m());
      rig.expect(c, (i, j) -> c.at(i, j) * column.at(i, 0));
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void sums(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Operand a = rig.normal(shape[0], shape[1]);
      Operand b = rig.normal(shape[0], shape[1]);
      Operand row = rig.output(1, shape[1]);
      rig.backend.columnSums(a.m(), row.m());
      rig.expect(row, (i, j) -> sum(shape[0], k -> a.at(k, j)));
      Operand column = rig.output(shape[0], 1);
      rig.backend.rowDots(a.m(), b.m(), column.m());
      rig.expect(column, (i, j) -> sum(shape[1], k -> a.at(i, k) * b.at(i, k)));
      rig.backend.rowDots(a.m(), a.m(), column.m());
      rig.expect(column, (i, j) -> sum(shape[1], k -> a.at(i, k) * a.at(i, k)));
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void multiplies(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Operand a = rig.normal(shape[0], shape[1]);
      Operand b = rig.normal(shape[0], shape[1]);
      Operand out = rig.output(shape[0], shape[1]);
      rig.backend.multiply(a.m(), b.m(), out.m());
      rig.expect(out, (i, j) -> a.at(i, j) * b.at(i, j));
      rig.backend.multiply(a.m(), a.m(), out.m());
      rig.expect(out, (i, j) -> a.at(i, j) * a.at(i, j));
      rig.backend.copy(a.m(), out.m());
      rig.expect(out, 0, a::at);
      rig.backend.multiply(out.m(), b.m(), out.m());
      rig.expect(out, (i, j) -> a.at(i, j) * b.at(i, j));
      rig.backend.copy(b.m(), out.m());
      rig.backend.multiply(a.m(), out.m(), out.m());
      rig.expect(out, (i, j) -> a.at(i, j) * b.at(i, j));
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void combines(TestBackend kind, Layout layout) {
    double[][] factors = {{1, 1}, {-1, 1}, {0.3, 1}, {1, -0.7}, {2.5, 1e-3}, {0.3, 0}, {1, 0}};
    for (int[] shape : Rig.SHAPES) {
      for (double[] f : factors) {
        Rig rig = new Rig(kind, layout);
        Operand x = rig.normal(shape[0], shape[1]);
        Operand y = f[1] == 0 ? rig.output(shape[0], shape[1]) : rig.normal(shape[0], shape[1]);
        rig.backend.combine(f[0], x.m(), f[1], y.m());
        rig.expect(y, (i, j) -> f[0] * x.at(i, j) + (f[1] == 0 ? 0 : f[1] * y.at(i, j)));
        Operand z = rig.normal(shape[0], shape[1]);
        rig.backend.affine(f[0], f[1], z.m());
        rig.expect(z, (i, j) -> f[0] * z.at(i, j) + f[1]);
        Operand constant = rig.output(shape[0], shape[1]);
        rig.backend.affine(0, f[0], constant.m());
        rig.expect(constant, (i, j) -> f[0]);
        rig.untouched();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void mixes(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Operand c = rig.of(shape[0], 1, (i, j) -> i == 0 ? 1 : i == 1 ? 0 : 0.37 / i);
      Operand a = rig.normal(shape[0], shape[1]);
      Operand b = rig.normal(shape[0], shape[1]);
      Rig.Element mixed = (i, j) -> c.at(i, 0) * a.at(i, j) + (1 - c.at(i, 0)) * b.at(i, j);
      Operand out = rig.output(shape[0], shape[1]);
      rig.backend.mix(c.m(), a.m(), b.m(), out.m());
      rig.expect(out, mixed);
      rig.backend.copy(a.m(), out.m());
      rig.backend.mix(c.m(), out.m(), b.m(), out.m());
      rig.expect(out, mixed);
      rig.backend.copy(b.m(), out.m());
      rig.backend.mix(c.m(), a.m(), out.m(), out.m());
      rig.expect(out, mixed);
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void clips(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Operand a = rig.normal(shape[0], shape[1]);
      rig.backend.clip(0.5, a.m());
      rig.expect(a, 0, (i, j) -> Math.max(-0.5, Math.min(0.5, a.at(i, j))));
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void noiseIsPhilox(TestBackend kind, Layout layout) {
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      Philox random = Philox.of(3, 4);
      long firstStream = (1L << 33) - 1;
      float[] row = new float[shape[1]];
      Operand out = rig.output(shape[0], shape[1]);
      rig.backend.gaussianRows(random, firstStream, 5, out.m());
      rig.expect(
          out,
          0,
          (i, j) -> {
            random.gaussians(firstStream + i, 5, row, 0, row.length);
            return row[j];
          });
      rig.backend.uniformRows(random, firstStream, 6, out.m());
      rig.expect(
          out,
          0,
          (i, j) -> {
            random.uniforms(firstStream + i, 6, row, 0, row.length);
            return row[j];
          });
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void gathersRows(TestBackend kind, Layout layout) {
    Random random = new Random(2);
    for (int[] shape : Rig.SHAPES) {
      Rig rig = new Rig(kind, layout);
      int width = shape[1];
      Operand source = rig.normal(9, width);
      int[] rows = random.ints(shape[0], 0, 9).toArray();
      Operand out = rig.output(shape[0], width);
      rig.backend.gatherRows(source.m(), rows, out.m());
      rig.expect(out, 0, (i, j) -> source.at(rows[i], j));

      int[][] orders = new int[3][];
      for (int k = 0; k < orders.length; k++) {
        int turn = 2 * k + 1;
        orders[k] = new int[width];
        Arrays.setAll(orders[k], j -> (j + turn) % width);
      }
      int[] variant = random.ints(shape[0], 0, orders.length).toArray();
      rig.backend.gather(source.m(), rows, orders, variant, out.m());
      rig.expect(out, 0, (i, j) -> source.at(rows[i], orders[variant[i]][j]));
      rig.untouched();
    }
  }

  @ParameterizedTest
  @MethodSource("org.showerforge.backend.TestBackend#layouts")
  void gathersAndScattersColumns(TestBackend kind, Layout layout) {
    Random random = new Random(3);
    for (int[] shape : Rig.SHAPES) {
      for (int length : new int[] {0, 1, 5, 30}) {
        Rig rig = new Rig(kind, layout);
        int rows = shape[0];
        int width = shape[1];
        // Seldom the last columns, so that the highest number is not always there.
        int[] numbers = random.ints(length, -1, Math.max(0, width - 1)).toArray();
        Index index = rig.backend.index(numbers);
        // What belongs to no column must not be seen.
        Operand in = rig.normal(rows, width);
        Operand out = rig.output(rows, length);
        rig.backend.gatherColumns(in.m(), index, out.m());
        rig.expect(out, 0, (i, j) -> numbers[j] < 0 ? 0 : in.at(i, numbers[j]));
        Operand errors = rig.of(rows, length, (i, j) -> numbers[j] < 0 ? Double.NaN : i - 0.3 * j);
        Operand back = rig.output(rows, width);
        rig.backend.scatterColumns(errors.m(), index, back.m());
        rig.expect(back, (i, k) -> sum(length, j -> numbers[j] == k ? errors.at(i, j) : 0));
        rig.untouched();
      }
    }
  }
}
