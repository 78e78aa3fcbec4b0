package org.showerforge.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The monotone function of a score that is nearest to labels in the least-squares sense, by pooling
 * adjacent violators (Ayer et al. 1955), as scikit-learn's IsotonicRegression: linear between the
 * scores that it was fitted to, constant beyond them.
 */
final class Isotonic {
  private final double[] scores;
  private final double[] values;

  private Isotonic(double[] scores, double[] values) {
    this.scores = scores;
    this.values = values;
  }

  /** Fits the function to labels 0 and 1 of scores; at least one. */
  static Isotonic fit(double[] scores, int[] labels) {
    Integer[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .toArray(Integer[]::new);
    double[] at = new double[scores.length];
    double[] mean = new double[scores.length];
    double[] weight = new double[scores.length];
    int distinct = 0;
    for (int i : order) {
      if (distinct == 0 || at[distinct - 1] < scores[i]) {
        at[distinct++] = scores[i];
      }
      mean[distinct - 1] += labels[i];
      weight[distinct - 1]++;
    }
    int[] size = new int[distinct];
    int blocks = 0;
    for (int i = 0; i < distinct; i++) {
      double level = mean[i] / weight[i];
      double count = weight[i];
      int length = 1;
      while (blocks > 0 && mean[blocks - 1] >= level) {
        blocks--;
        level = (level * count + mean[blocks] * weight[blocks]) / (count + weight[blocks]);
        count += weight[blocks];
        length += size[blocks];
      }
      mean[blocks] = level;
      weight[blocks] = count;
      size[blocks++] = length;
    }
    double[] values = new double[distinct];
    int next = 0;
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(values, next, next + size[block], mean[block]);
      next += size[block];
    }
    return new Isotonic(Arrays.copyOf(at, distinct), values);
  }

  /** The function's value. */
  double of(double score) {
    int found = Arrays.binarySearch(scores, score);
    if (found >= 0) {
      return values[found];
    }
    int above = -found - 1;
    if (above == 0) {
      return values[0];
    }
    if (above == scores.length) {
      return values[above - 1];
    }
    double part = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
    return values[above - 1] + part * (values[above] - values[above - 1]);
  }
}
