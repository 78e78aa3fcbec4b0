package org.showerforge.cascade;

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
  private HottestPair() {}

  /**
   * The ratio of a layer.
   *
   * @return 0 without two recorded cells
   */
  static double ratio(RecordedCells layer) {
    if (layer.count() < 2) {
      return 0;
    }
    Hottest hottest = Hottest.of(layer.excessMeV(), layer.count());
    return hottest.secondMeV / hottest.firstMeV;
  }

  /**
   * Changes a layer's cells, at least two.
   *
   * @param ratio to be met
   */
  static void apply(RecordedCells layer, double ratio) {
    int count = layer.count();
    double[] excess = layer.excessMeV();
    double least = layer.leastExcessMeV();
    Hottest hottest = Hottest.of(excess, count);
    double first = (hottest.firstMeV + hottest.secondMeV) / (1 + ratio);
    if (ratio * first < hottest.thirdMeV) {
      double others = 0;
      for (int k = 0; k < count; k++) {
        others += k == hottest.first ? 0 : excess[k];
      }
      first = (hottest.firstMeV + others) / (1 + ratio * others / hottest.secondMeV);
      double factor = ratio * first / hottest.secondMeV;
      for (int k = 0; k < count; k++) {
        excess[k] = Math.max(least, excess[k] * factor);
      }
    } else {
      excess[hottest.second] = Math.max(least, ratio * first);
    }
    excess[hottest.first] = Math.max(least, first);
  }

  /**
   * The three hottest cells of a layer.
   *
   * @param first where among the recorded ones the hottest is
   * @param second where the next one is
   * @param firstMeV what the hottest has above the threshold
   * @param secondMeV the same of the next one
   * @param thirdMeV and of the third; 0 if there is none
   */
  private record Hottest(
      int first, int second, double firstMeV, double secondMeV, double thirdMeV) {
    /** Of numbers above 0, whose bits as integers are in their order: no branches. */
    static Hottest of(double[] excess, int count) {
      long most = 0;
      long next = 0;
      long third = 0;
      for (int k = 0; k < count; k++) {
        long bits = Double.doubleToRawLongBits(excess[k]);
        long less = Math.min(most, bits);
        most = Math.max(most, bits);
        third = Math.max(third, Math.min(next, less));
        next = Math.max(next, less);
      }
      int first = at(excess, Double.longBitsToDouble(most), -1);
      double secondMeV = Double.longBitsToDouble(next);
      return new Hottest(
          first,
          at(excess, secondMeV, first),
          excess[first],
          secondMeV,
          Double.longBitsToDouble(third));
    }

    /** Where a number first is, but for one place. */
    private static int at(double[] excess, double number, int not) {
      int k = 0;
      while (excess[k] != number || k == not) {
        k++;
      }
      return k;
    }
  }
}
