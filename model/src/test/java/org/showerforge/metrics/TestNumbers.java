package org.showerforge.metrics;

/** The generator that expected.py describes: both languages make the same doubles. */
final class TestNumbers {
  private TestNumbers() {}

  static double[] uniform(long seed, int n) {
    long state = seed;
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      values[i] = (state >>> 11) * 0x1p-53;
    }
    return values;
  }
}
