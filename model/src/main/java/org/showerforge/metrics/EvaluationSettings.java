package org.showerforge.metrics;

import org.showerforge.UserException;

/**
 * How an evaluation is run.
 *
 * @param seed divides events into folds and draws the floors; the same seed gives the same figures
 * @param neural the neural classifier
 * @param threads trainings of the classifier that run at once; figures do not depend on it
 */
public record EvaluationSettings(long seed, NeuralSettings neural, int threads) {
  /** Checks the thread count. */
  public EvaluationSettings {
    if (threads < 1) {
      throw new UserException("evaluation: threads must be at least 1, got %d", threads);
    }
  }
}
