package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/**
 * Compares shower shapes and finds the floors.
 *
 * <p>One Geant4-against-Geant4 distance scatters by half of itself, so a floor is the mean over
 * many random divisions of all Geant4 events into two samples of the evaluation's size: the
 * permutation distribution of the two-sample test (Good, Permutation Tests, 2000).
 */
final class FeatureComparer {
  /** Divisions per floor: its mean is then known to a tenth of the distance's scatter or so. */
  static final int DIVISIONS = 40;

  /** Draws for an error: it is then known to a sixth. */
  static final int RESAMPLES = 20;

  private final List<int[]> divisions;
  private final List<int[]> resamples;
  private final int size;

  FeatureComparer(int size, long seed) {
    this.size = size;
    this.divisions = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < DIVISIONS; i++) {
      divisions.add(Shuffles.permutation(2 * size, random));
    }
    this.resamples = new ArrayList<>();
    for (int i = 0; i < 2 * RESAMPLES; i++) {
      resamples.add(random.ints(size, 0, size).toArray());
    }
  }

  FeatureComparison compare(Feature reference, Feature second, Feature generated) {
    double[] a = reference.values();
    double[] c = second.values();
    double[] b = generated.values();
    Moments moments = Moments.of(a);
    Figure emd = figure(EarthMovers::distance, a, c, b);
    boolean spread = moments.rms() > 0;
    return new FeatureComparison(
        reference.name(),
        reference.label(),
        reference.unit(),
        emd,
        spread ? emd.value() / moments.rms() : null,
        figure(SeparationPower::of, a, c, b),
        figure(KolmogorovSmirnov::statistic, a, c, b),
        figure((x, y) -> ChiSquare.of(x, y).perDegree(), a, c, b),
        Divergences.of(a, b),
        moments,
        Moments.of(b),
        Histogram.of(a, b, reference.step()),
        spread ? "" : "EMD per RMS is undefined: the variable has one value in all Geant4 events");
  }

  private Figure figure(
      ToDoubleBiFunction<double[], double[]> distance, double[] a, double[] c, double[] b) {
    double[] floors = new double[divisions.size()];
    double[] first = new double[size];
    double[] second = new double[size];
    for (int d = 0; d < floors.length; d++) {
      int[] order = divisions.get(d);
      for (int i = 0; i < size; i++) {
        first[i] = order[i] < size ? a[order[i]] : c[order[i] - size];
        int j = order[size + i];
        second[i] = j < size ? a[j] : c[j - size];
      }
      floors[d] = distance.applyAsDouble(first, second);
    }
    Moments floor = Moments.of(floors);
    return new Figure(
        distance.applyAsDouble(a, b), error(distance, a, b), floor.mean(), floor.rms());
  }

  private double error(ToDoubleBiFunction<double[], double[]> distance, double[] a, double[] b) {
    double[] again = new double[RESAMPLES];
    double[] first = new double[size];
    double[] second = new double[size];
    for (int r = 0; r < RESAMPLES; r++) {
      int[] drawnA = resamples.get(2 * r);
      int[] drawnB = resamples.get(2 * r + 1);
      for (int i = 0; i < size; i++) {
        first[i] = a[drawnA[i]];
        second[i] = b[drawnB[i]];
      }
      again[r] = distance.applyAsDouble(first, second);
    }
    return Moments.of(again).rms();
  }
}
