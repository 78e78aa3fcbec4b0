package org.showerforge.metrics;

import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas;

/**
 * Mean and covariance of a sample of many variables.
 *
 * @param mean by variable
 * @param covariance [variables, variables], with n - 1
 */
@SuppressWarnings("ArrayRecordComponent")
record NormalMoments(double[] mean, double[] covariance) {
  /** Rows whose products are summed at once. */
  private static final int BLOCK = 1024;

  /** Those of some rows of a table; the columns over their scales. */
  static NormalMoments of(FeatureTable table, double[] scale, IntStream events) {
    int width = table.width();
    int[] drawn = events.toArray();
    int size = drawn.length;
    double[] mean = new double[width];
    double[] products = new double[width * width];
    // Moments about the first row: exact for constant columns, and nothing cancels for others.
    double[] origin = new double[width];
    for (int k = 0; k < width; k++) {
      origin[k] = table.value(0, k);
    }
    double[] rows = new double[Math.min(size, BLOCK) * width];
    for (int from = 0; from < size; from += BLOCK) {
      int count = Math.min(size - from, BLOCK);
      for (int i = 0; i < count; i++) {
        for (int k = 0; k < width; k++) {
          double value = (table.value(drawn[from + i], k) - origin[k]) / scale[k];
          rows[i * width + k] = value;
          mean[k] += value / size;
        }
      }
      addSquare(rows, count, products, width);
    }
    NormalMoments moments = ofSums(size, mean, products);
    for (int k = 0; k < width; k++) {
      mean[k] += origin[k] / scale[k];
    }
    return moments;
  }

  /**
   * Those of a sample whose sums are known.
   *
   * @param mean by variable; kept
   * @param products the sums of the products, of which the upper half is read; becomes the
   *     covariance
   */
  static NormalMoments ofSums(long size, double[] mean, double[] products) {
    int width = mean.length;
    for (int k = 0; k < width; k++) {
      for (int l = k; l < width; l++) {
        double covariance = (products[k * width + l] - size * mean[k] * mean[l]) / (size - 1);
        products[k * width + l] = covariance;
        products[l * width + k] = covariance;
      }
    }
    return new NormalMoments(mean, products);
  }

  /** Adds rows^T rows to the upper half of a square matrix. */
  private static void addSquare(double[] rows, int count, double[] square, int width) {
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        openblas.CblasTrans,
        width,
        count,
        1,
        rows,
        width,
        1,
        square,
        width);
  }

  /** The Frechet distance of two normal distributions: |m - m'|^2 + tr(C + C' - 2 sqrt(C C')). */
  double distance(NormalMoments other) {
    int width = mean.length;
    double distance = 0;
    for (int k = 0; k < width; k++) {
      distance += (mean[k] - other.mean[k]) * (mean[k] - other.mean[k]);
      distance += covariance[k * width + k] + other.covariance[k * width + k];
    }
    // tr sqrt(C C') = tr sqrt(C^1/2 C' C^1/2), which is symmetric.
    double[] root = root();
    double[] overlap = product(product(root, other.covariance, width), root, width);
    for (double value : eigenvalues('N', overlap, width)) {
      distance -= 2 * Math.sqrt(Math.max(0, value));
    }
    return distance;
  }

  /** The square root of the covariance. */
  private double[] root() {
    int width = mean.length;
    double[] vectors = covariance.clone();
    double[] values = eigenvalues('V', vectors, width);
    double[] root = new double[width * width];
    for (int k = 0; k < width; k++) {
      // A vector is a row here. Rounding may put an eigenvalue of zero below it.
      double scale = Math.sqrt(Math.sqrt(Math.max(0, values[k])));
      for (int l = 0; l < width; l++) {
        vectors[k * width + l] *= scale;
      }
    }
    addSquare(vectors, width, root, width);
    for (int k = 0; k < width; k++) {
      for (int l = 0; l < k; l++) {
        root[k * width + l] = root[l * width + k];
      }
    }
    return root;
  }

  private static double[] product(double[] a, double[] b, int width) {
    double[] product = new double[width * width];
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        width,
        width,
        width,
        1,
        a,
        width,
        b,
        width,
        0,
        product,
        width);
    return product;
  }

  /**
   * The eigenvalues of a symmetric matrix, which is overwritten.
   *
   * @param job {@code V}: by the eigenvectors, one a row; {@code N}: by nothing of use
   */
  private static double[] eigenvalues(char job, double[] symmetric, int width) {
    double[] values = new double[width];
    // A symmetric matrix is the same by columns, and the vectors, which are columns, become rows.
    int failed =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR, (byte) job, (byte) 'U', width, symmetric, width, values);
    if (failed != 0) {
      throw new IllegalStateException("no eigenvalues, LAPACK's dsyevd returned " + failed);
    }
    return values;
  }
}
