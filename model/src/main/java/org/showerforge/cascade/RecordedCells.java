package org.showerforge.cascade;

import java.util.Arrays;

/**
 * The recorded cells of a layer side by side, in their order, with what each has above the
 * threshold in double precision: what the last steps work on, which would else look through all of
 * a layer's cells again and again.
 */
final class RecordedCells {
  private final int[] cells;
  private final double[] excessMeV;
  private final double threshold;
  private final float least;
  private int count;

  /**
   * Room for a layer.
   *
   * @param width its cells
   * @param leastMeV of a recorded cell: rounding must not put one on the threshold
   */
  RecordedCells(int width, double thresholdMeV, float leastMeV) {
    // One more than there can be: a cell is written before it is known whether it counts.
    this.cells = new int[width + 1];
    this.excessMeV = new double[width + 1];
    this.threshold = thresholdMeV;
    this.least = leastMeV;
  }

  /** How many are recorded. */
  int count() {
    return count;
  }

  /** Which ones: indices within the layer, and then anything. */
  int[] cells() {
    return cells;
  }

  /** What each of them has above the threshold, MeV; to be changed, see {@link #leastExcessMeV}. */
  double[] excessMeV() {
    return excessMeV;
  }

  double thresholdMeV() {
    return threshold;
  }

  /** What is left to a recorded cell that has nothing. */
  double leastExcessMeV() {
    return least - threshold;
  }

  /** Takes those cells of a layer that are above the threshold. */
  void read(float[] response, int from, int width) {
    count = 0;
    for (int i = 0; i < width; i++) {
      double excess = response[from + i] - threshold;
      if (excess > 0) {
        cells[count] = i;
        excessMeV[count++] = excess;
      }
    }
  }

  /**
   * Takes those cells of a layer whose bits, as integers, are not below others. Their energies, for
   * now, count from a point below all of them.
   *
   * @param bits by cell
   */
  void take(float[] response, int from, int[] bits, int width, int leastBits, double zeroMeV) {
    int next = 0;
    for (int i = 0; i < width; i++) {
      // Written before it is known whether it counts: no branch that no processor foresees.
      cells[next] = i;
      next += (leastBits - 1 - bits[i]) >>> (Integer.SIZE - 1);
    }
    count = next;
    for (int k = 0; k < count; k++) {
      excessMeV[k] = response[from + cells[k]] - zeroMeV;
    }
  }

  /**
   * Multiplies what all have so that it has a sum; shares the sum alike where none has anything.
   */
  void scaleTo(double sumMeV) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += excessMeV[k];
    }
    double scale = sum > 0 ? sumMeV / sum : 0;
    double share = sum > 0 ? 0 : sumMeV / count;
    double leastExcess = leastExcessMeV();
    for (int k = 0; k < count; k++) {
      excessMeV[k] = Math.max(leastExcess, share + excessMeV[k] * scale);
    }
  }

  /** Puts the cells back; the layer's others have no energy. */
  void write(float[] response, int from, int width) {
    Arrays.fill(response, from, from + width, 0);
    for (int k = 0; k < count; k++) {
      response[from + cells[k]] = Math.max(least, (float) (threshold + excessMeV[k]));
    }
  }
}
