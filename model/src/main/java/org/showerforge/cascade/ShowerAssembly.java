package org.showerforge.cascade;

import java.util.Arrays;
import org.showerforge.detector.DetectorSpec;

/**
 * The exact constraint: makes a layer's cells obey the energy and the cell count that the first
 * stage drew for it.
 *
 * <p>The n hottest cells are kept and mapped affinely, v' = t + (v - v_0) (E - n t)/sum(v - v_0),
 * so that they sum to E and none is below the threshold t. The point v_0 that goes to the threshold
 * is drawn uniformly between the coldest kept and the hottest dropped cell, as a threshold that
 * cuts off a smooth spectrum lies somewhere between its neighbours; putting the coldest kept cell
 * there instead would leave a spike at t that any classifier finds.
 */
final class ShowerAssembly {
  private final DetectorSpec detector;
  private final float[] parted;

  ShowerAssembly(DetectorSpec detector) {
    this.detector = detector;
    this.parted = new float[detector.cells()];
  }

  /**
   * Constrains one event in place.
   *
   * @param cells energies, MeV; overwritten by the result
   * @param offset where the event starts
   * @param layers what to obey
   * @param uniform a number in (0, 1) per layer
   */
  void constrain(
      float[] cells, int offset, Totals.Layers layers, float[] uniform, int uniformOffset) {
    int from = offset;
    for (int l = 0; l < detector.layers().size(); l++) {
      int to = from + detector.layers().get(l).cells();
      constrain(
          cells, from, to, layers.energyMeV()[l], layers.cells()[l], uniform[uniformOffset + l]);
      from = to;
    }
  }

  private void constrain(
      float[] cells, int from, int to, double energyMeV, int keep, float uniform) {
    if (keep == 0) {
      Arrays.fill(cells, from, to, 0);
      return;
    }
    int width = to - from;
    System.arraycopy(cells, from, parted, 0, width);
    part(parted, width, width - keep);
    float coldestKept = parted[width - keep];
    float hottestDropped = 0;
    for (int i = 0; i < width - keep; i++) {
      hottestDropped = Math.max(hottestDropped, parted[i]);
    }
    double zero = hottestDropped + uniform * (double) (coldestKept - hottestDropped);
    // Cells that tie with the coldest kept one are kept from the first index on, as many as there
    // is room for.
    int room = keep;
    double sum = 0;
    for (int i = width - keep; i < width; i++) {
      room -= parted[i] > coldestKept ? 1 : 0;
      sum += parted[i] - zero;
    }
    double threshold = detector.thresholdMeV();
    double excess = energyMeV - keep * threshold;
    double scale = sum > 0 ? excess / sum : 0;
    double share = sum > 0 ? 0 : excess / keep;
    for (int i = from; i < to; i++) {
      boolean kept = cells[i] > coldestKept || (cells[i] == coldestKept && room-- > 0);
      cells[i] = kept ? aboveThreshold(threshold + (cells[i] - zero) * scale + share) : 0;
    }
  }

  /**
   * Puts the number of a rank where it belongs, the lesser ones before it and the greater ones
   * behind it (Hoare, "Algorithm 65: Find", 1961); sorting all took a quarter of generation's time.
   */
  private static void part(float[] numbers, int count, int rank) {
    int left = 0;
    int right = count - 1;
    while (left < right) {
      float pivot = numbers[rank];
      int i = left;
      int j = right;
      while (i <= j) {
        while (numbers[i] < pivot) {
          i++;
        }
        while (pivot < numbers[j]) {
          j--;
        }
        if (i <= j) {
          float swapped = numbers[i];
          numbers[i++] = numbers[j];
          numbers[j--] = swapped;
        }
      }
      if (j < rank) {
        left = i;
      }
      if (rank < i) {
        right = j;
      }
    }
  }

  /** Recorded means above the threshold; rounding must not put a kept cell on it. */
  private float aboveThreshold(double energyMeV) {
    float threshold = (float) detector.thresholdMeV();
    return Math.max((float) energyMeV, Math.nextUp(threshold));
  }
}
