package org.showerforge.cascade;

import java.util.Arrays;

/** The quantile function of a weighted sample: linear between the middles of its steps. */
final class Quantiles {
  private final float[] values;
  private final double[] levels;

  private Quantiles(float[] values, double[] levels) {
    this.values = values;
    this.levels = levels;
  }

  /** Of numbers that count alike; the array is sorted. */
  static Quantiles of(float[] values) {
    Arrays.sort(values);
    double[] levels = new double[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (i + 0.5) / levels.length;
    }
    return new Quantiles(values, levels);
  }

  /**
   * Of weighted numbers.
   *
   * @param weights some may be negative; if their sum is not positive, all count alike
   */
  static Quantiles of(float[] values, float[] weights) {
    long[] order = new long[values.length];
    double total = 0;
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) ordered(values[i]) << Integer.SIZE) | i;
      total += weights[i];
    }
    Arrays.sort(order);
    boolean alike = !(total > 0);
    float[] sorted = new float[order.length];
    double[] levels = new double[order.length];
    double sum = 0;
    double most = 0;
    for (int i = 0; i < order.length; i++) {
      int from = (int) order[i];
      sorted[i] = values[from];
      most = Math.max(most, (sum + 0.5 * weights[from]) / total);
      levels[i] = alike ? (i + 0.5) / order.length : most;
      sum += weights[from];
    }
    return new Quantiles(sorted, levels);
  }

  /** A number's bits, those of a negative one turned round: whole numbers in the same order. */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value);
    return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
  }

  /** The number below which this part of the sample lies, 0 to 1. */
  double at(double level) {
    int found = Arrays.binarySearch(levels, level);
    if (found >= 0) {
      return values[found];
    }
    int above = -found - 1;
    if (above == 0) {
      return values[0];
    }
    if (above == values.length) {
      return values[above - 1];
    }
    double fraction = (level - levels[above - 1]) / (levels[above] - levels[above - 1]);
    return values[above - 1] + fraction * (values[above] - (double) values[above - 1]);
  }

  /** The part of the sample that lies below a number; of the least and greatest, half their own. */
  double levelOf(float value) {
    int found = Arrays.binarySearch(values, value);
    if (found >= 0) {
      return levels[found];
    }
    int above = -found - 1;
    if (above == 0) {
      return levels[0];
    }
    if (above == values.length) {
      return levels[above - 1];
    }
    double fraction = (value - values[above - 1]) / ((double) values[above] - values[above - 1]);
    return levels[above - 1] + fraction * (levels[above] - levels[above - 1]);
  }
}
