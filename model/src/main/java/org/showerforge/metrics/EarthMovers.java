package org.showerforge.metrics;

import java.util.Arrays;

/**
 * The earth mover's (Wasserstein-1) distance in one dimension, exact for samples of any sizes:
 *
 * <p>EMD = integral |F(x) - G(x)| dx, with F and G the empirical distribution functions (Vallender
 * 1974; Ramdas et al., arXiv 1509.02237). In the unit of the variable. One pass over the merged
 * samples; sums of at most 2n positive terms, so the relative error is below 2n units in the last
 * place.
 */
public final class EarthMovers {
  private EarthMovers() {}

  /** The distance of two samples, neither of them empty nor with NaN. */
  public static double distance(double[] first, double[] second) {
    if (first.length == 0 || second.length == 0) {
      throw new IllegalArgumentException("the distance to an empty sample is undefined");
    }
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double x = Math.min(a[0], b[0]);
    double distance = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      double next = Math.min(at(a, i), at(b, j));
      distance += Math.abs((double) i / a.length - (double) j / b.length) * (next - x);
      x = next;
      while (i < a.length && a[i] == x) {
        i++;
      }
      while (j < b.length && b[j] == x) {
        j++;
      }
    }
    return distance;
  }

  private static double at(double[] sorted, int index) {
    return index < sorted.length ? sorted[index] : Double.POSITIVE_INFINITY;
  }
}
