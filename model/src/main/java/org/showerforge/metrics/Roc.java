package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The receiver operating characteristic of scores, and the area under it.
 *
 * <p>The area is the Mann-Whitney probability P(positive > negative) + 1/2 P(equal), exact with
 * ties through midranks. Its standard error is DeLong's (Biometrics 44, 837), by the midranks of
 * Sun and Xu (IEEE SPL 21, 1389), which is exact for ties as well.
 *
 * @param auc the area, 0..1
 * @param error its standard error; 0 if the scores separate the classes fully
 * @param points the curve from (0, 0) to (1, 1), thinned to at most {@value #MAX_POINTS} points
 */
public record Roc(double auc, double error, List<RocPoint> points) {
  /** Enough for a smooth curve on a page. */
  static final int MAX_POINTS = 200;

  /** Copies the points. */
  public Roc {
    points = List.copyOf(points);
  }

  /** The characteristic of the scores of two classes, each of two events at least. */
  public static Roc of(double[] negative, double[] positive) {
    if (negative.length < 2 || positive.length < 2) {
      throw new IllegalArgumentException(
          "a ROC needs two events of each class, got "
              + negative.length
              + " and "
              + positive.length);
    }
    int m = positive.length;
    int n = negative.length;
    double[] pooled = Arrays.copyOf(positive, m + n);
    System.arraycopy(negative, 0, pooled, m, n);
    double[] sorted = pooled.clone();
    Arrays.sort(sorted);
    double[] positiveSorted = positive.clone();
    Arrays.sort(positiveSorted);
    double[] negativeSorted = negative.clone();
    Arrays.sort(negativeSorted);
    // For each event, the fraction of the other class that it beats: DeLong's components.
    double[] above = new double[m];
    for (int i = 0; i < m; i++) {
      above[i] = (midrank(sorted, positive[i]) - midrank(positiveSorted, positive[i])) / n;
    }
    double[] below = new double[n];
    for (int j = 0; j < n; j++) {
      below[j] = 1 - (midrank(sorted, negative[j]) - midrank(negativeSorted, negative[j])) / m;
    }
    double auc = Arrays.stream(above).average().orElseThrow();
    double variance = Moments.of(above).variance() / m + Moments.of(below).variance() / n;
    return new Roc(auc, Math.sqrt(variance), curve(negativeSorted, positiveSorted));
  }

  /** The mean of the 1-based ranks that a value's equals hold in a sorted array. */
  private static double midrank(double[] sorted, double value) {
    return (firstAtLeast(sorted, value) + firstAbove(sorted, value) + 1) / 2.0;
  }

  private static int firstAtLeast(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int firstAbove(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static List<RocPoint> curve(double[] negativeSorted, double[] positiveSorted) {
    double[] cuts = SeparationPower.edges(negativeSorted, positiveSorted, MAX_POINTS - 1);
    List<RocPoint> points = new ArrayList<>();
    points.add(new RocPoint(0, 0));
    for (int i = cuts.length - 1; i >= 0; i--) {
      points.add(
          new RocPoint(
              1 - (double) firstAtLeast(negativeSorted, cuts[i]) / negativeSorted.length,
              1 - (double) firstAtLeast(positiveSorted, cuts[i]) / positiveSorted.length));
    }
    points.add(new RocPoint(1, 1));
    return points;
  }
}
