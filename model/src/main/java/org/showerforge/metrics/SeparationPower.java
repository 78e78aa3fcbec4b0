package org.showerforge.metrics;

import java.util.Arrays;

/**
 * Separation power of two samples: 1/2 sum (p - q)^2/(p + q), 0 for equal, 1 for disjoint
 * distributions (triangular discrimination; CaloGAN arXiv 1705.02355, CaloChallenge arXiv
 * 2410.21611).
 *
 * <p>p and q are the fractions in 10 bins that hold equal parts of the pooled sample, so that the
 * figure depends on ranks alone and no bin is empty. Equal values always share a bin: where a value
 * is frequent the bins are fewer and larger. For two samples of n events from one distribution the
 * expectation is (bins - 1)/(2 n).
 */
public final class SeparationPower {
  /** Bins of equal population: CaloGAN's and CaloChallenge's comparisons of shapes. */
  static final int BINS = 10;

  private SeparationPower() {}

  /** The separation power of two samples, neither of them empty nor with NaN. */
  public static double of(double[] first, double[] second) {
    if (first.length == 0 || second.length == 0) {
      throw new IllegalArgumentException("the separation from an empty sample is undefined");
    }
    double[] edges = edges(first, second, BINS);
    return ofFractions(fractions(first, edges), fractions(second, edges));
  }

  /** The separation power of the parts of two samples in each bin. */
  static double ofFractions(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] + q[i] > 0) {
        sum += (p[i] - q[i]) * (p[i] - q[i]) / (p[i] + q[i]);
      }
    }
    return sum / 2;
  }

  /** The distinct inner edges of equal-population bins of the pooled sample. */
  static double[] edges(double[] first, double[] second, int bins) {
    double[] pooled = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, pooled, first.length, second.length);
    Arrays.sort(pooled);
    double[] edges = new double[bins - 1];
    for (int k = 1; k < bins; k++) {
      edges[k - 1] = pooled[(int) ((long) k * pooled.length / bins)];
    }
    return Arrays.stream(edges).distinct().toArray();
  }

  /** The bin of a value: the number of edges that are not above it. */
  static int bin(double value, double[] edges) {
    int found = Arrays.binarySearch(edges, value);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The part of a sample in each bin. */
  static double[] fractions(double[] values, double[] edges) {
    double[] fractions = new double[edges.length + 1];
    for (double value : values) {
      fractions[bin(value, edges)] += 1.0 / values.length;
    }
    return fractions;
  }
}
