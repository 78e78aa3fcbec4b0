package org.showerforge.benchmark;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** What the machine's matrix product gives at its best: the bound for a step. */
final class Sgemm {
  private static final int SIZE = 2048;
  private static final int TRIES = 4;

  private final FloatPointer a = ones();
  private final FloatPointer b = ones();
  private final FloatPointer c = ones();

  private static FloatPointer ones() {
    FloatPointer values = new FloatPointer((long) SIZE * SIZE);
    for (long i = 0; i < (long) SIZE * SIZE; i++) {
      values.put(i, 1f);
    }
    return values;
  }

  /** The best of a few products, in GFLOP/s. */
  double rate() {
    double best = 0;
    for (int i = 0; i < TRIES; i++) {
      double milliseconds = Contender.time(1, this::product)[0];
      best = Math.max(best, 2.0 * SIZE * SIZE * SIZE / milliseconds * 1e-6);
    }
    return best;
  }

  private void product() {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        SIZE,
        SIZE,
        SIZE,
        1f,
        a,
        SIZE,
        b,
        SIZE,
        0f,
        c,
        SIZE);
  }
}
