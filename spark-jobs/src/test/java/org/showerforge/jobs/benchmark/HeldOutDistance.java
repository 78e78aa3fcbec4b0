package org.showerforge.jobs.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Philox;
import org.showerforge.metrics.EarthMovers;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageSampler;
import org.showerforge.network.StageState;

/**
 * Quality of a stage: the earth mover's distance between generated and held-out events, mean over
 * the response's columns; those of the totals are standard normal scores.
 */
final class HeldOutDistance {
  private static final long NOISE = 7;

  private HeldOutDistance() {}

  /** Of the published generator, the moving average. */
  static double of(StageDesign design, StageState state, Shard heldOut) {
    float[] generated =
        new StageSampler(design, state.average(), heldOut.events())
            .sample(Philox.of(NOISE, 0), 0, 0, heldOut.conditions());
    return distance(generated, heldOut.events(), heldOut.response(), heldOut.events());
  }

  /** Of Geant4 against Geant4. */
  static double between(Shard a, Shard b) {
    return distance(a.response(), a.events(), b.response(), b.events());
  }

  private static double distance(float[] a, int aRows, float[] b, int bRows) {
    int columns = a.length / aRows;
    List<Double> distances = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      distances.add(EarthMovers.distance(column(a, aRows, column), column(b, bRows, column)));
    }
    return distances.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double[] column(float[] values, int rows, int column) {
    int columns = values.length / rows;
    double[] taken = new double[rows];
    for (int row = 0; row < rows; row++) {
      taken[row] = values[row * columns + column];
    }
    return taken;
  }
}
