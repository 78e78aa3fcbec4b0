package org.showerforge.metrics;

import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/** The two-sample Kolmogorov-Smirnov statistic max |F(x) - G(x)|, exact with ties. */
public final class KolmogorovSmirnov {
  private KolmogorovSmirnov() {}

  /** The statistic of two samples of at least two events each. */
  public static double statistic(double[] first, double[] second) {
    return new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(first, second);
  }

  /**
   * The probability that samples of one distribution lie at least this far apart, by the asymptotic
   * distribution of sqrt(n m/(n + m)) D (Smirnov 1948); good for n, m above some 50, and on the
   * safe side with ties.
   *
   * @param first events of the first sample, or their effective number if they have weights
   * @param second of the second
   */
  public static double probability(double statistic, double first, double second) {
    double effective = first * second / (first + second);
    double lambda = statistic * Math.sqrt(effective);
    if (lambda < 0.2) {
      // The series needs too many terms here, and the probability is 1 to 12 digits.
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
    }
    return Math.min(1, Math.max(0, sum));
  }
}
