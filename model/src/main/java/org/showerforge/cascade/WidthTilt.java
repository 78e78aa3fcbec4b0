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

  private WidthTilt() {}

  /**
   * Changes a layer's cells.
   *
   * @param places of all cells of the layer along the axis, in -1..1
   * @param variance to be met
   */
  static void apply(RecordedCells layer, double[] places, double variance) {
    int count = layer.count();
    int[] cells = layer.cells();
    double[] excess = layer.excessMeV();
    // Powers of the places with and without the excess u: the moments about any centre in one pass.
    double u0 = 0;
    double u1 = 0;
    double u2 = 0;
    double u3 = 0;
    double u4 = 0;
    double first = 0;
    double second = 0;
    double lowest = 1;
    double highest = -1;
    for (int k = 0; k < count; k++) {
      double x = places[cells[k]];
      double u = excess[k];
      double square = x * x;
      double weighted = u * square;
      u0 += u;
      u1 += u * x;
      u2 += weighted;
      u3 += weighted * x;
      u4 += weighted * square;
      first += x;
      second += square;
      lowest = x < lowest ? x : lowest;
      highest = x > highest ? x : highest;
    }
    double threshold = layer.thresholdMeV();
    double energy = u0 + count * threshold;
    double m = (u1 + threshold * first) / energy;
    double about2 = u2 - 2 * m * u1 + m * m * u0;
    if (!(about2 > NOTHING * u0)) {
      return;
    }
    double about4 = u4 - 4 * m * u3 + 6 * m * m * u2 - 4 * m * m * m * u1 + m * m * m * m * u0;
    double atThreshold = second - 2 * m * first + count * m * m;
    double farthest = Math.max(highest - m, m - lowest);
    // The mean square distance that the excess must have, the threshold's part taken off.
    double asked = (energy * variance - threshold * atThreshold) / u0;
    double b = slope(u0, about2, about4, asked, farthest * farthest);
    double c = u0 / (u0 + b * about2);
    for (int k = 0; k < count; k++) {
      double distance = places[cells[k]] - m;
      excess[k] *= c * (1 + b * distance * distance);
    }
  }

  /** The b that gives the mean square asked for, or the one within bounds that comes nearest. */
  private static double slope(
      double u0, double u2, double u4, double asked, double farthestSquare) {
    double slack = u4 - asked * u2;
    double greatest = (GREATEST_FACTOR - 1) / farthestSquare;
    double b = slack > 0 ? (asked * u0 - u2) / slack : greatest;
    return Math.max((LEAST_FACTOR - 1) / farthestSquare, Math.min(greatest, b));
  }
}
