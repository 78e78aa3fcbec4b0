package org.showerforge.network;

import java.util.Arrays;
import org.showerforge.backend.Philox;
import org.showerforge.metrics.EarthMovers;

/** A stage trained on a toy with the trainer that is shipped, and what it generates. */
record ToyTraining(StageDesign design, StageState start, StageTrainer.Round end) {
  private static final int BATCH = 1000;
  private static final int SAMPLES = 10;

  /** Trains one shard from fresh weights to the end of the schedule. */
  static ToyTraining of(StageDesign design, TrainingSchedule schedule, Shard shard, long seed) {
    StageState start = StageTrainer.initialState(design, seed);
    StageTrainer.Round end =
        StageTrainer.create(design, schedule)
            .run(start, shard, Philox.of(seed, 1), 0, schedule.iterations());
    return new ToyTraining(design, start, end);
  }

  /** Responses of the trained generator, the moving average, at one condition. */
  float[] sample(double condition, int events, Philox random) {
    return sample(end.state(), condition, events, random);
  }

  private float[] sample(StageState state, double condition, int events, Philox random) {
    float[] given = new float[BATCH];
    Arrays.fill(given, (float) condition);
    StageSampler sampler = new StageSampler(design, state.average(), BATCH);
    float[] all = new float[events * design.response()];
    for (int first = 0; first < events; first += BATCH) {
      float[] batch = sampler.sample(random, first, 0, given);
      int values = Math.min(BATCH, events - first) * design.response();
      System.arraycopy(batch, 0, all, first * design.response(), values);
    }
    return all;
  }

  /** Mean distance of samples of 1,000 generated and 1,000 true events. */
  double distance(ToyMixture truth, double condition) {
    return distance(end.state(), truth, condition);
  }

  /** The same before the training. */
  double distanceAtStart(ToyMixture truth, double condition) {
    return distance(start, truth, condition);
  }

  private double distance(StageState state, ToyMixture truth, double condition) {
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      sum +=
          EarthMovers.distance(
              doubles(sample(state, condition, BATCH, Philox.of(91, i))),
              doubles(truth.draw(condition, BATCH, Philox.of(92, i))));
    }
    return sum / SAMPLES;
  }

  /** The same between true events and true events. */
  static double floor(ToyMixture truth, double condition) {
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      sum +=
          EarthMovers.distance(
              doubles(truth.draw(condition, BATCH, Philox.of(93, i))),
              doubles(truth.draw(condition, BATCH, Philox.of(92, i))));
    }
    return sum / SAMPLES;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
