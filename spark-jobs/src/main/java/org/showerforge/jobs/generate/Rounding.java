package org.showerforge.jobs.generate;

/**
 * Rounds energies to fewer bits of their mantissa, to the nearest, so that they compress better: k
 * bits leave a relative error of at most 2^-(k+1).
 */
final class Rounding {
  /** What a 32-bit float has. */
  static final int MANTISSA_BITS = 23;

  private Rounding() {}

  /**
   * Rounds in place. What was above the threshold stays above it.
   *
   * @param cells none negative
   * @param bits 1 to {@link #MANTISSA_BITS}
   */
  static void round(float[] cells, int bits, float threshold) {
    if (bits == MANTISSA_BITS) {
      return;
    }
    int step = 1 << (MANTISSA_BITS - bits);
    int half = step >> 1;
    int kept = -step;
    // The bits of floats that are not negative are in the order of the floats.
    int least = (Float.floatToRawIntBits(threshold) & kept) + step;
    for (int i = 0; i < cells.length; i++) {
      int rounded = (Float.floatToRawIntBits(cells[i]) + half) & kept;
      cells[i] = Float.intBitsToFloat(cells[i] > threshold ? Math.max(rounded, least) : rounded);
    }
  }
}
