package org.showerforge.metrics;

import java.util.stream.IntStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Mean and covariance of a sample of many variables.
 *
 * @param mean by variable
 * @param covariance with n - 1
 */
@SuppressWarnings("ArrayRecordComponent")
record NormalMoments(double[] mean, RealMatrix covariance) {
  /** Those of some rows of a table; the columns over their scales. */
  static NormalMoments of(FeatureTable table, double[] scale, IntStream events) {
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
    return new NormalMoments(mean, MatrixUtils.createRealMatrix(products));
  }

  /** The Frechet distance of two normal distributions: |m - m'|^2 + tr(C + C' - 2 sqrt(C C')). */
  double distance(NormalMoments other) {
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
