package org.showerforge.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

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
        Normal first = Normal.of(real, scale, random.ints(size, 0, real.rows()));
        Normal second = Normal.of(other, scale, random.ints(size, 0, other.rows()));
        y[point] += first.distance(second) / DRAWS;
      }
    }
    return intercept(x, y);
  }

  /** The distance of all events of two samples, as they are. */
  static double between(FeatureTable first, FeatureTable second) {
    double[] scale = ones(first.width());
    return Normal.of(first, scale, IntStream.range(0, first.rows()))
        .distance(Normal.of(second, scale, IntStream.range(0, second.rows())));
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

  /** Mean and covariance, with n - 1, of a draw. */
  private record Normal(double[] mean, RealMatrix covariance) {
    static Normal of(FeatureTable table, double[] scale, IntStream events) {
      int width = table.width();
      int[] drawn = events.toArray();
      int size = drawn.length;
      double[] mean = new double[width];
      double[][] products = new double[width][width];
      // Moments about the first row: exact for constant columns, and nothing cancels for others.
      double[] origin = new double[width];
      for (int k = 0; k < width; k++) {
        origin[k] = table.value(0, k);
      }
      double[] row = new double[width];
      for (int from : drawn) {
        for (int k = 0; k < width; k++) {
          row[k] = (table.value(from, k) - origin[k]) / scale[k];
          mean[k] += row[k] / size;
        }
        for (int k = 0; k < width; k++) {
          for (int l = 0; l <= k; l++) {
            products[k][l] += row[k] * row[l];
          }
        }
      }
      for (int k = 0; k < width; k++) {
        for (int l = 0; l <= k; l++) {
          products[k][l] = (products[k][l] - size * mean[k] * mean[l]) / (size - 1);
          products[l][k] = products[k][l];
        }
      }
      for (int k = 0; k < width; k++) {
        mean[k] += origin[k] / scale[k];
      }
      return new Normal(mean, MatrixUtils.createRealMatrix(products));
    }

    double distance(Normal other) {
      double shift = 0;
      for (int k = 0; k < mean.length; k++) {
        shift += (mean[k] - other.mean[k]) * (mean[k] - other.mean[k]);
      }
      // tr sqrt(C C') = tr sqrt(C^1/2 C' C^1/2), which is symmetric.
      RealMatrix root = root(covariance);
      double overlap = 0;
      for (double value : eigen(root.multiply(other.covariance).multiply(root)).getEigenvalues()) {
        overlap += Math.sqrt(Math.max(0, value));
      }
      return shift + covariance.getTrace() + other.covariance.getTrace() - 2 * overlap;
    }

    private static RealMatrix root(RealMatrix symmetric) {
      EigenDecompositionSymmetric eigen = eigen(symmetric);
      RealMatrix vectors = eigen.getV();
      double[] values = eigen.getEigenvalues();
      for (int k = 0; k < values.length; k++) {
        values[k] = Math.sqrt(Math.max(0, values[k]));
      }
      return vectors
          .multiply(MatrixUtils.createRealDiagonalMatrix(values))
          .multiplyTransposed(vectors);
    }

    private static EigenDecompositionSymmetric eigen(RealMatrix matrix) {
      // Rounding makes the product a little unsymmetric.
      return new EigenDecompositionSymmetric(matrix.add(matrix.transpose()).scalarMultiply(0.5));
    }
  }
}
