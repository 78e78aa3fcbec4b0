package org.showerforge.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The Frechet physics distance as JetNet defines it (Kansal et al., arXiv 2211.10295;
 * jetnet/evaluation/gen_metrics.py): that of two normal distributions with the samples' means and
 * covariances, |m - m'|^2 + tr(C + C' - 2 sqrt(C C')), of features that are divided by the greatest
 * absolute value in the real sample.
 *
 * <p>Of finite samples it is too large by a term in 1/N. So it is computed at ten sizes, evenly
 * spaced in 1/N, each time the mean of 20 draws with replacement, and a straight line through them,
 * neither of whose parameters may be negative, gives its value at 1/N = 0.
 */
public final class FrechetDistance {
  /** JetNet's least sample size. */
  public static final int LEAST = 20_000;

  /** JetNet's greatest sample size. */
  public static final int GREATEST = 50_000;

  private static final int POINTS = 10;
  private static final int DRAWS = 20;

  private FrechetDistance() {}

  /**
   * The distance at infinite sample size, and the error of the fit.
   *
   * @param least the least size of a draw
   * @param greatest the greatest
   */
  static Estimate of(
      FeatureTable real, FeatureTable other, int least, int greatest, long seed, boolean scaled) {
    if (least < 2 || greatest < least) {
      throw new IllegalArgumentException("sizes %d to %d".formatted(least, greatest));
    }
    double[] scale = scaled ? real.greatest() : ones(real.width());
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[POINTS];
    double[] y = new double[POINTS];
    for (int point = 0; point < POINTS; point++) {
      double inverse = 1.0 / least + (1.0 / greatest - 1.0 / least) * point / (POINTS - 1);
      int size = (int) (1 / inverse);
      x[point] = 1.0 / size;
      for (int draw = 0; draw < DRAWS; draw++) {
        NormalMoments first = NormalMoments.of(real, scale, random.ints(size, 0, real.rows()));
        NormalMoments second = NormalMoments.of(other, scale, random.ints(size, 0, other.rows()));
        y[point] += first.distance(second) / DRAWS;
      }
    }
    return intercept(x, y);
  }

  /** The distance of all events of two samples, as they are. */
  static double between(FeatureTable first, FeatureTable second) {
    double[] scale = ones(first.width());
    return NormalMoments.of(first, scale, IntStream.range(0, first.rows()))
        .distance(NormalMoments.of(second, scale, IntStream.range(0, second.rows())));
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Of y = a + b x with a, b not negative: a, and its error as if there were no such bounds. */
  static Estimate intercept(double[] x, double[] y) {
    int n = x.length;
    double meanX = Moments.of(x).mean();
    double meanY = Moments.of(y).mean();
    double xx = 0;
    double xy = 0;
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      squares += x[i] * x[i];
      products += x[i] * y[i];
    }
    double slope = xx > 0 ? xy / xx : 0;
    double intercept = meanY - slope * meanX;
    if (slope < 0) {
      slope = 0;
      intercept = Math.max(0, meanY);
    } else if (intercept < 0) {
      intercept = 0;
      slope = Math.max(0, products / squares);
    }
    double residual = 0;
    for (int i = 0; i < n; i++) {
      double off = y[i] - intercept - slope * x[i];
      residual += off * off;
    }
    double variance =
        xx > 0 ? residual / (n - 2) * (1.0 / n + meanX * meanX / xx) : residual / (n - 2) / n;
    return new Estimate(intercept, Math.sqrt(variance));
  }
}
