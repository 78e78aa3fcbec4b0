package org.showerforge.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Tables of numbers with known distributions. */
final class TestTables {
  private TestTables() {}

  /** All of one value. */
  static FeatureTable constant(int rows, int columns, float value) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, value);
    return of(rows, columns, values);
  }

  /** Independent normal columns. */
  static FeatureTable gaussian(int rows, double[] means, double[] sigmas, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * means.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % means.length;
      values[i] = (float) (means[column] + sigmas[column] * random.nextGaussian());
    }
    return of(rows, means.length, values);
  }

  static FeatureTable of(int rows, int columns, float[] values) {
    List<String> names = IntStream.range(0, columns).mapToObj(i -> "column " + i).toList();
    return new FeatureTable(names, rows, values);
  }

  /** As they are. */
  static Rows rows(FeatureTable table) {
    double[] ones = new double[table.width()];
    Arrays.fill(ones, 1);
    return Rows.of(table, ones);
  }
}
