package org.showerforge.metrics;

import java.util.SplittableRandom;

/**
 * The sliced earth mover's distance (Rabin et al. 2011; Kolouri et al., arXiv 1902.00434): the mean
 * over random directions of the exact distance of the samples' projections. The columns have spread
 * 1 in the reference.
 */
final class SlicedDistance {
  /** Directions: their mean is then known to a few per cent. */
  private static final int SLICES = 64;

  private final double[][] directions;

  SlicedDistance(int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    directions = new double[SLICES][width];
    for (double[] direction : directions) {
      double norm = 0;
      for (int k = 0; k < width; k++) {
        direction[k] = random.nextGaussian();
        norm += direction[k] * direction[k];
      }
      for (int k = 0; k < width; k++) {
        direction[k] /= Math.sqrt(norm);
      }
    }
  }

  double of(Rows first, Rows second) {
    double sum = 0;
    for (double[] direction : directions) {
      sum += EarthMovers.distance(first.along(direction), second.along(direction));
    }
    return sum / directions.length;
  }
}
