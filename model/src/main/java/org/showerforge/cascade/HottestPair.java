package org.showerforge.cascade;

import java.util.stream.IntStream;

/**
 * How the two hottest cells of a layer share their energy: the ratio r = (E_2 - t)/(E_1 - t) of
 * what they have above the threshold t, in 0..1. A layer with fewer than two recorded cells has
 * none.
 *
 * <p>A layer is given a ratio at its energy, with its cells and in their order. With x_i = E_i - t,
 * the two share x_1 + x_2 anew if the second stays no colder than the third; else all but the
 * hottest are multiplied by the one factor that gives the ratio, the hottest having the rest. Of
 * cells that tie the first is the hotter one.
 */
final class HottestPair {
  private final double threshold;
  private final float least;

  /**
   * A pair.
   *
   * @param leastMeV of a recorded cell: rounding must not put one on the threshold
   */
  HottestPair(double thresholdMeV, float leastMeV) {
    this.threshold = thresholdMeV;
    this.least = leastMeV;
  }

  /**
   * The ratio of a layer of a response.
   *
   * @param from where the layer starts
   * @param width its cells
   * @return 0 without two recorded cells
   */
  static double ratio(float[] response, int from, int width, double thresholdMeV) {
    int[] recorded =
        IntStream.range(0, width).filter(i -> response[from + i] > thresholdMeV).toArray();
    if (recorded.length < 2) {
      return 0;
    }
    Hottest hottest = Hottest.of(response, from, recorded, recorded.length, thresholdMeV);
    return hottest.secondMeV / hottest.firstMeV;
  }

  /**
   * Changes the recorded cells of a layer in place.
   *
   * @param cells energies, MeV
   * @param from where the layer starts
   * @param recorded which of its cells are recorded, and then anything
   * @param count how many, at least two
   * @param ratio to be met
   */
  void apply(float[] cells, int from, int[] recorded, int count, double ratio) {
    Hottest hottest = Hottest.of(cells, from, recorded, count, threshold);
    double first = (hottest.firstMeV + hottest.secondMeV) / (1 + ratio);
    if (ratio * first < hottest.thirdMeV) {
      double others = 0;
      for (int k = 0; k < count; k++) {
        int i = from + recorded[k];
        others += i == hottest.first ? 0 : cells[i] - threshold;
      }
      first = (hottest.firstMeV + others) / (1 + ratio * others / hottest.secondMeV);
      double factor = ratio * first / hottest.secondMeV;
      for (int k = 0; k < count; k++) {
        int i = from + recorded[k];
        cells[i] = energy((cells[i] - threshold) * factor);
      }
    } else {
      cells[hottest.second] = energy(ratio * first);
    }
    cells[hottest.first] = energy(first);
  }

  private float energy(double aboveMeV) {
    return Math.max(least, (float) (threshold + aboveMeV));
  }

  /**
   * The three hottest recorded cells of a layer.
   *
   * @param first where the hottest is
   * @param second where the next one is
   * @param firstMeV what the hottest has above the threshold
   * @param secondMeV the same of the next one
   * @param thirdMeV and of the third; 0 if there is none
   */
  private record Hottest(
      int first, int second, double firstMeV, double secondMeV, double thirdMeV) {
    static Hottest of(float[] cells, int from, int[] recorded, int count, double threshold) {
      int first = from;
      int second = from;
      double most = threshold;
      double next = threshold;
      double third = threshold;
      for (int k = 0; k < count; k++) {
        int i = from + recorded[k];
        double energy = cells[i];
        if (energy > most) {
          third = next;
          next = most;
          most = energy;
          second = first;
          first = i;
        } else if (energy > next) {
          third = next;
          next = energy;
          second = i;
        } else {
          third = Math.max(third, energy);
        }
      }
      return new Hottest(first, second, most - threshold, next - threshold, third - threshold);
    }
  }
}
