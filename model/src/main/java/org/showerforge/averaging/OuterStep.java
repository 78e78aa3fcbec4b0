package org.showerforge.averaging;

import java.io.Serializable;
import org.showerforge.UserException;

/**
 * Descent with Nesterov's momentum along the averaged delta of a round (DiLoCo, Douillard et al.
 * 2023, arXiv 2311.08105, which uses a learning rate of 0.7 and a momentum of 0.9):
 *
 * <pre>
 * d = mean - start;   v' = momentum v + d;   next = start + learningRate (d + momentum v')
 * </pre>
 *
 * <p>Worked in double precision; the velocity v is kept in single precision, so that a checkpoint
 * holds all of it.
 *
 * @param learningRate 1 and a momentum of 0 give the mean itself
 * @param momentum in [0, 1)
 */
public record OuterStep(double learningRate, double momentum) implements Serializable {
  /** The mean itself. */
  static final OuterStep PLAIN = new OuterStep(1, 0);

  private static final double MAX_RATE = 10;

  /** Checks the ranges. */
  public OuterStep {
    if (!(learningRate > 0 && learningRate <= MAX_RATE)) {
      throw new UserException("learningRate: must be in (0, %s], got %s", MAX_RATE, learningRate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new UserException("momentum: must be in [0, 1), got %s", momentum);
    }
  }

  /** Where a step leads, and its velocity; empty without momentum. */
  record Moved(float[] parameters, float[] velocity) {}

  boolean plainMean() {
    return equals(PLAIN);
  }

  /**
   * A step.
   *
   * @param velocity of the step before; empty before the first
   */
  Moved move(float[] start, float[] mean, float[] velocity) {
    if (plainMean()) {
      return new Moved(mean, velocity);
    }
    float[] next = new float[start.length];
    float[] moving = new float[momentum > 0 ? start.length : 0];
    for (int i = 0; i < next.length; i++) {
      double delta = (double) mean[i] - start[i];
      double along = delta;
      if (momentum > 0) {
        moving[i] = (float) (momentum * (velocity.length == 0 ? 0 : velocity[i]) + delta);
        along += momentum * moving[i];
      }
      next[i] = (float) (start[i] + learningRate * along);
    }
    return new Moved(next, moving);
  }
}
