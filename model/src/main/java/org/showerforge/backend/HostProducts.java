package org.showerforge.backend;

import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/** Products and sums on the host, by OpenBLAS where it has them. */
final class HostProducts {
  private static final int LANES = 8;

  private final float[] x = new float[HostTiles.SIZE];
  private final float[] y = new float[HostTiles.SIZE];
  private HostMatrix ones = HostMatrix.zeros(1, 0);

  void close() {
    ones.free();
  }

  void product(HostMatrix a, HostMatrix b, HostMatrix out) {
    gemm(a, openblas.CblasNoTrans, b, openblas.CblasNoTrans, a.columns(), 0, out);
  }

  void productTransposed(HostMatrix a, HostMatrix b, HostMatrix out) {
    gemm(a, openblas.CblasNoTrans, b, openblas.CblasTrans, a.columns(), 0, out);
  }

  void transposedProduct(HostMatrix a, HostMatrix b, HostMatrix out) {
    gemm(a, openblas.CblasTrans, b, openblas.CblasNoTrans, a.rows(), 0, out);
  }

  void addTransposedProduct(HostMatrix a, HostMatrix b, HostMatrix inOut) {
    gemm(a, openblas.CblasTrans, b, openblas.CblasNoTrans, a.rows(), 1, inOut);
  }

  private static void gemm(
      HostMatrix a,
      int transposeA,
      HostMatrix b,
      int transposeB,
      int inner,
      float keep,
      HostMatrix out) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        transposeA,
        transposeB,
        out.rows(),
        out.columns(),
        inner,
        1f,
        a.first,
        a.leading(),
        b.first,
        b.leading(),
        keep,
        out.first,
        out.leading());
  }

  /** The sums of at least one row. */
  void columnSums(HostMatrix in, HostMatrix outRow) {
    if (ones.columns() < in.rows()) {
      ones.free();
      ones = HostMatrix.zeros(1, in.rows());
      float[] values = new float[in.rows()];
      Arrays.fill(values, 1f);
      ones.put(0, values, 0);
    }
    openblas.cblas_sgemv(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        in.rows(),
        in.columns(),
        1f,
        in.first,
        in.leading(),
        ones.first,
        1,
        0f,
        outRow.first,
        1);
  }

  void rowDots(HostMatrix a, HostMatrix b, HostMatrix outColumn) {
    for (int i = 0; i < a.rows(); i++) {
      float sum = 0;
      for (int from = 0; from < a.columns(); from += HostTiles.SIZE) {
        int n = Math.min(HostTiles.SIZE, a.columns() - from);
        a.get(i, from, x, n);
        b.get(i, from, y, n);
        sum += dot(n);
      }
      outColumn.put(i, sum);
    }
  }

  /** With eight sums side by side, since one sum would wait for itself. */
  private float dot(int n) {
    int padded = (n + LANES - 1) / LANES * LANES;
    Arrays.fill(x, n, padded, 0f);
    Arrays.fill(y, n, padded, 0f);
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = 0; i < padded; i += LANES) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
      s4 += x[i + 4] * y[i + 4];
      s5 += x[i + 5] * y[i + 5];
      s6 += x[i + 6] * y[i + 6];
      s7 += x[i + 7] * y[i + 7];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
