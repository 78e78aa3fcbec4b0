package org.showerforge.network;

import java.io.Serializable;
import org.showerforge.UserException;

/**
 * How a stage's networks are trained.
 *
 * @param iterations local iterations per worker in all; one is criticSteps critic updates and one
 *     generator update
 * @param batch events per update
 * @param criticSteps critic updates per generator update (Gulrajani et al. 2017 use 5)
 * @param updater adam, rms-prop or sgd
 * @param learningRate held for the first part of the training, then taken down linearly
 * @param holdFraction how much of the training the learning rate is held
 * @param finalRate what is left of it at the end
 * @param emaDecay decay per iteration of the published generator, an exponential moving average
 *     (Yazici et al. 2019, arXiv 1806.04498)
 */
public record TrainingSchedule(
    int iterations,
    int batch,
    int criticSteps,
    UpdaterKind updater,
    double learningRate,
    double holdFraction,
    double finalRate,
    double emaDecay)
    implements Serializable {

  private static final int MAX_BATCH = 1 << 20;

  /** Checks the ranges. */
  public TrainingSchedule {
    check(iterations >= 1, "iterations", ">= 1", iterations);
    check(batch >= 1 && batch <= MAX_BATCH, "batch", "1.." + MAX_BATCH, batch);
    check(criticSteps >= 1, "criticSteps", ">= 1", criticSteps);
    check(learningRate > 0 && Double.isFinite(learningRate), "learningRate", "> 0", learningRate);
    check(holdFraction >= 0 && holdFraction <= 1, "holdFraction", "0..1", holdFraction);
    check(finalRate >= 0 && finalRate <= 1, "finalRate", "0..1", finalRate);
    check(emaDecay >= 0 && emaDecay < 1, "emaDecay", "in [0, 1)", emaDecay);
  }

  private static void check(boolean holds, String key, String bound, Number value) {
    if (!holds) {
      throw new UserException("%s: must be %s, got %s", key, bound, value);
    }
  }

  /** The learning rate of an iteration, counted from 0. */
  public double learningRate(long iteration) {
    double done = (double) iteration / iterations;
    if (done <= holdFraction) {
      return learningRate;
    }
    double left = Math.max(0, (1 - done) / (1 - holdFraction));
    return learningRate * (finalRate + (1 - finalRate) * left);
  }

  /** Events that a worker draws in an iteration: a batch for every update of either network. */
  public int samplesPerIteration() {
    return Math.multiplyExact(batch, criticSteps + 1);
  }

  /** The same with another batch. */
  TrainingSchedule withBatch(int events) {
    return new TrainingSchedule(
        iterations, events, criticSteps, updater, learningRate, holdFraction, finalRate, emaDecay);
  }

  /** What is left of the training at an iteration, from 1 down to 0. */
  double left(long iteration) {
    return Math.max(0, 1 - (double) iteration / iterations);
  }
}
