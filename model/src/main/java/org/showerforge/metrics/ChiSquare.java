package org.showerforge.metrics;

/**
 * The chi-square test of homogeneity of two samples (Pearson 1900; Gagunashvili, arXiv
 * physics/0605123), in ten bins that hold equal parts of both together.
 *
 * @param value the sum over bins and samples of (found - expected)^2/expected
 * @param degrees of freedom: bins - 1
 */
public record ChiSquare(double value, int degrees) {
  static ChiSquare of(double[] first, double[] second) {
    double[] edges = SeparationPower.edges(first, second, SeparationPower.BINS);
    double[] p = SeparationPower.fractions(first, edges);
    double[] q = SeparationPower.fractions(second, edges);
    double n = first.length;
    double m = second.length;
    double sum = 0;
    int bins = 0;
    for (int i = 0; i < p.length; i++) {
      double pooled = n * p[i] + m * q[i];
      if (pooled > 0) {
        bins++;
        // Both samples' terms together.
        sum += n * m * (p[i] - q[i]) * (p[i] - q[i]) / pooled;
      }
    }
    return new ChiSquare(sum, bins - 1);
  }

  /** About 1 for samples of one distribution; 0 where there is but one bin. */
  public double perDegree() {
    return degrees > 0 ? value / degrees : 0;
  }
}
