package org.showerforge.metrics;

import java.util.Arrays;

/**
 * Precision, recall, density and coverage (Kynkaanniemi et al., arXiv 1904.06991; Naeem et al.,
 * arXiv 2002.09797): whether generated events lie where real ones do, and the other way round. An
 * event's ball reaches to its fifth nearest neighbour in its own sample.
 *
 * @param precision the part of generated events inside some real event's ball
 * @param recall the part of real events inside some generated event's ball
 * @param density the real balls that a generated event lies in, over five; 1 where the samples are
 *     alike
 * @param coverage the part of real balls with a generated event inside
 */
public record Neighbours(double precision, double recall, double density, double coverage) {
  /** The neighbour that a ball reaches to. */
  static final int NEAREST = 5;

  static Neighbours of(Rows real, Rows generated) {
    double[] realSquares = squares(real);
    double[] generatedSquares = squares(generated);
    double[] realRadii = radii(real, realSquares);
    double[] generatedRadii = radii(generated, generatedSquares);
    int[] inside = new int[generated.count()];
    boolean[] recalled = new boolean[real.count()];
    boolean[] covered = new boolean[real.count()];
    real.products(
        generated,
        (row, products) -> {
          for (int j = 0; j < products.length; j++) {
            double distance = realSquares[row] + generatedSquares[j] - 2 * products[j];
            if (distance < realRadii[row]) {
              inside[j]++;
              covered[row] = true;
            }
            recalled[row] |= distance < generatedRadii[j];
          }
        });
    double within = Arrays.stream(inside).filter(count -> count > 0).count();
    return new Neighbours(
        within / generated.count(),
        part(recalled),
        Arrays.stream(inside).average().orElseThrow() / NEAREST,
        part(covered));
  }

  /** The distance of each event to the nearest of another sample. */
  static double[] nearest(Rows events, Rows among) {
    double[] squares = squares(events);
    double[] others = squares(among);
    double[] nearest = new double[events.count()];
    events.products(
        among,
        (row, products) -> {
          double least = Double.POSITIVE_INFINITY;
          for (int j = 0; j < products.length; j++) {
            least = Math.min(least, squares[row] + others[j] - 2 * products[j]);
          }
          nearest[row] = Math.sqrt(Math.max(0, least));
        });
    return nearest;
  }

  private static double part(boolean[] flags) {
    double count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count / flags.length;
  }

  private static double[] squares(Rows rows) {
    double[] squares = new double[rows.count()];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = rows.square(i);
    }
    return squares;
  }

  /** The squared distance to the fifth nearest neighbour. */
  private static double[] radii(Rows rows, double[] squares) {
    double[] radii = new double[rows.count()];
    rows.products(
        rows,
        (row, products) -> {
          double[] least = new double[NEAREST];
          Arrays.fill(least, Double.POSITIVE_INFINITY);
          for (int j = 0; j < products.length; j++) {
            double distance = squares[row] + squares[j] - 2 * products[j];
            if (j != row && distance < least[NEAREST - 1]) {
              insert(least, distance);
            }
          }
          radii[row] = least[NEAREST - 1];
        });
    return radii;
  }

  private static void insert(double[] sorted, double value) {
    int at = sorted.length - 1;
    while (at > 0 && sorted[at - 1] > value) {
      sorted[at] = sorted[at - 1];
      at--;
    }
    sorted[at] = value;
  }
}
