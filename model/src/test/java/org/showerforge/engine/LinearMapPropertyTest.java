package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/**
 * Linear maps by themselves against naive ones: values, transpose, and the gradients of the sum of
 * e (apply(x) + bias), of which a central difference is exact but for rounding.
 */
final class LinearMapPropertyTest {
  private static final double LIMIT = 1e-12;

  /** 1e-16 of a sum of about a hundred, over a step of 2e-5. */
  private static final double DIFFERENCE_LIMIT = 1e-8;

  private static final int SEEDS = 20;

  @ParameterizedTest
  @EnumSource(MapCase.class)
  void smallMaps(MapCase kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      TwinMaps maps = new TwinMaps(new JavaBackend(), new Random(seed), 1);
      for (TwinMaps.Twin twin : kind.stack(maps, maps.random.nextInt(3)).maps()) {
        check(maps, twin, 1 + maps.random.nextInt(5));
      }
    }
  }

  /** A locally connected map does not cut its rows into blocks. */
  @ParameterizedTest
  @EnumSource(names = "LOCAL", mode = Mode.EXCLUDE)
  void moreRowsThanOneBlockOfPatches(NaiveImage.Kind kind) {
    TwinMaps maps = new TwinMaps(new JavaBackend(), new Random(1), 1);
    // 100 positions of 25 numbers: 52 rows per block.
    PatchGeometry geometry =
        new PatchGeometry(
            PatchGeometry.flat(10, 10), 1, PatchGeometry.flat(5, 5), PatchGeometry.flat(1, 1));
    check(maps, maps.image(kind, geometry, 1), 120);
  }

  private static void check(TwinMaps maps, TwinMaps.Twin twin, int rows) {
    LinearMap map = twin.map();
    double[][] x = maps.rows(rows, map.inputs());
    double[][] e = maps.rows(rows, map.outputs());
    Matrix out = maps.backend.allocate(rows, map.outputs());
    Matrix back = maps.backend.allocate(rows, map.inputs());
    // What was in an output must not matter.
    maps.backend.affine(0, Double.NaN, out);
    maps.backend.affine(0, Double.NaN, back);
    maps.trained.forEach(trained -> maps.backend.affine(0, 0, trained.gradient()));

    map.apply(maps.matrix(x), out);
    map.applyTranspose(maps.matrix(e), back);
    double[][] values = applied(twin.naive(), x);
    assertClose(maps.backend.readDoubles(out), values);
    assertClose(maps.backend.readDoubles(back), transposed(twin.naive(), map.inputs(), e));
    assertClose(maps.backend.readDoubles(map.bias()), new double[][] {twin.naive().biases()});

    Matrix sums = maps.backend.allocate(1, map.outputs());
    maps.backend.columnSums(maps.matrix(e), sums);
    map.weightGradient(maps.matrix(x), maps.matrix(e), Sum.NEW);
    map.biasGradient(sums, Sum.NEW);
    assertThat(maps.gradientError(() -> sum(twin.naive(), x, e))).isLessThan(DIFFERENCE_LIMIT);
  }

  private static double[][] applied(NaiveMap map, double[][] x) {
    return Arrays.stream(x).map(map::apply).toArray(double[][]::new);
  }

  /** Column i of the map is what it makes of unit vector i. */
  private static double[][] transposed(NaiveMap map, int inputs, double[][] e) {
    double[][] units = new double[inputs][inputs];
    for (int i = 0; i < inputs; i++) {
      units[i][i] = 1;
    }
    double[][] columns = applied(map, units);
    double[][] back = new double[e.length][inputs];
    for (int n = 0; n < e.length; n++) {
      for (int i = 0; i < inputs; i++) {
        back[n][i] = dot(columns[i], e[n]);
      }
    }
    return back;
  }

  private static double sum(NaiveMap map, double[][] x, double[][] e) {
    double[] biases = map.biases();
    double sum = 0;
    for (int n = 0; n < x.length; n++) {
      sum += dot(map.apply(x[n]), e[n]) + dot(biases, e[n]);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void assertClose(double[] found, double[][] rows) {
    double[] expected = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    assertThat(found).hasSameSizeAs(expected);
    double error = Differences.relativeError(found, expected, Differences.size(expected));
    assertThat(error).isLessThan(LIMIT);
  }
}
