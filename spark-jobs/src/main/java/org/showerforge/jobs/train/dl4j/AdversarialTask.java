package org.showerforge.jobs.train.dl4j;

import java.io.Serializable;
import org.showerforge.UserException;
import org.showerforge.network.StageDesign;
import org.showerforge.network.TrainingSchedule;

/**
 * What a worker under DL4J's averaging does with a data set.
 *
 * @param id tells apart the runs that use an executor
 * @param design the networks
 * @param schedule how they are trained
 * @param seed of all randomness
 * @param orders the symmetries of the response, see {@link org.showerforge.network.Shard}
 * @param iterations adversarial iterations per data set, all of whose events are drawn from
 */
public record AdversarialTask(
    String id,
    StageDesign design,
    TrainingSchedule schedule,
    long seed,
    int[][] orders,
    int iterations)
    implements Serializable {

  /** Checks the iterations. */
  public AdversarialTask {
    if (iterations < 1) {
      throw new UserException("iterations per data set: must be >= 1, got %d", iterations);
    }
  }
}
