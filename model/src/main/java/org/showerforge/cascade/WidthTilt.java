package org.showerforge.cascade;

/**
 * Gives a layer a width along an axis, at its energy and with its cells: what each recorded cell
 * has above the threshold t is multiplied by c (1 + b d^2), d being its distance from the shower's
 * centre. The width is met exactly where a b does it that leaves every factor between a tenth and
 * ten times that at the centre, and else as nearly as that allows.
 */
public final class WidthTilt {
  /** The least factor, over that at the centre. */
  public static final double LEAST_FACTOR = 0.1;

  /** The greatest. */
  public static final double GREATEST_FACTOR = 10;

  /** Cells whose mean square distance is less are all at one place, but for rounding. */
  public static final double NOTHING = 1e-9;

  private final double threshold;
  private final float least;

  /**
   * A tilt.
   *
   * @param leastMeV of a recorded cell: rounding must not put one on the threshold
   */
  WidthTilt(double thresholdMeV, float leastMeV) {
    this.threshold = thresholdMeV;
    this.least = leastMeV;
  }

  /**
   * Changes the recorded cells of a layer in place.
   *
   * @param cells energies, MeV
   * @param from where the layer starts
   * @param recorded which of its cells are recorded, and then anything
   * @param count how many
   * @param places of the layer's cells along the axis
   * @param variance to be met
   */
  void apply(float[] cells, int from, int[] recorded, int count, double[] places, double variance) {
    double energy = 0;
    double first = 0;
    for (int k = 0; k < count; k++) {
      double e = cells[from + recorded[k]];
      energy += e;
      first += e * places[recorded[k]];
    }
    double excess = energy - count * threshold;
    double centre = first / energy;
    double u0 = 0;
    double u2 = 0;
    double u4 = 0;
    double atThreshold = 0;
    double farthest = 0;
    for (int k = 0; k < count; k++) {
      double distance = places[recorded[k]] - centre;
      double square = distance * distance;
      double u = cells[from + recorded[k]] - threshold;
      u0 += u;
      u2 += u * square;
      u4 += u * square * square;
      atThreshold += square;
      farthest = Math.max(farthest, square);
    }
    if (!(u2 > NOTHING * u0)) {
      return;
    }
    // The mean square distance that the excess must have, the threshold's part taken off.
    double asked = (energy * variance - threshold * atThreshold) / excess;
    double lowest = (LEAST_FACTOR - 1) / farthest;
    double highest = (GREATEST_FACTOR - 1) / farthest;
    double slack = u4 - asked * u2;
    double b = slack > 0 ? (asked * u0 - u2) / slack : highest;
    b = Math.max(lowest, Math.min(highest, b));
    double c = excess / (u0 + b * u2);
    for (int k = 0; k < count; k++) {
      double distance = places[recorded[k]] - centre;
      double u = cells[from + recorded[k]] - threshold;
      double tilted = threshold + u * c * (1 + b * distance * distance);
      cells[from + recorded[k]] = Math.max(least, (float) tilted);
    }
  }
}
