package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two samples of one variable in the same bins.
 *
 * @param edges bin edges, rising; one more than bins
 * @param reference Geant4 events per bin; the last bin holds its upper edge
 * @param generated generated events per bin
 * @param referenceOutside Geant4 events below or above all bins
 * @param generatedOutside generated events below or above all bins
 */
public record Histogram(
    List<Double> edges,
    List<Integer> reference,
    List<Integer> generated,
    int referenceOutside,
    int generatedOutside) {
  private static final int FEWEST_BINS = 15;
  private static final int MOST_BINS = 50;

  /** What lies in either tail may fall outside, so that a few events do not squeeze the rest. */
  private static final double TAIL = 0.005;

  /** Copies the lists. */
  public Histogram {
    edges = List.copyOf(edges);
    reference = List.copyOf(reference);
    generated = List.copyOf(generated);
  }

  /**
   * Histograms of a variable in 2 n^(1/3) bins (Rice's rule), 15 to 50, over the range that holds
   * all but 0.5 % of both samples at either end. A discrete variable's bins hold whole steps.
   */
  static Histogram of(double[] reference, double[] generated, double step) {
    double[] a = reference.clone();
    double[] b = generated.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double low = Math.min(quantile(a, TAIL), quantile(b, TAIL));
    double high = Math.max(quantile(a, 1 - TAIL), quantile(b, 1 - TAIL));
    int bins = (int) Math.round(2 * Math.cbrt(a.length));
    bins = Math.max(FEWEST_BINS, Math.min(MOST_BINS, bins));
    double[] edges = step > 0 ? steps(low, high, step, bins) : even(low, high, bins);
    int[] countsA = count(reference, edges);
    int[] countsB = count(generated, edges);
    return new Histogram(
        Arrays.stream(edges).boxed().toList(),
        Arrays.stream(countsA).boxed().toList(),
        Arrays.stream(countsB).boxed().toList(),
        reference.length - Arrays.stream(countsA).sum(),
        generated.length - Arrays.stream(countsB).sum());
  }

  private static double quantile(double[] sorted, double fraction) {
    return sorted[(int) Math.round(fraction * (sorted.length - 1))];
  }

  private static double[] even(double low, double high, int bins) {
    if (!(high > low)) {
      double margin = Math.max(Math.abs(low) * 0.01, 0.5);
      return new double[] {low - margin, low + margin};
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = low + (high - low) * i / bins;
    }
    edges[bins] = high;
    return edges;
  }

  private static double[] steps(double low, double high, double step, int bins) {
    long first = Math.round(low / step);
    long last = Math.round(high / step);
    long width = Math.max(1, (last - first + bins) / bins);
    List<Double> edges = new ArrayList<>();
    for (long k = first; k <= last; k += width) {
      edges.add((k - 0.5) * step);
    }
    edges.add((first + edges.size() * width - 0.5) * step);
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static int[] count(double[] values, double[] edges) {
    int[] counts = new int[edges.length - 1];
    for (double value : values) {
      if (value >= edges[0] && value <= edges[counts.length]) {
        counts[Math.min(SeparationPower.bin(value, edges) - 1, counts.length - 1)]++;
      }
    }
    return counts;
  }
}
