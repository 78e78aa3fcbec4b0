package org.showerforge.jobs.train;

import java.io.Serializable;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.network.StageDesign;
import org.showerforge.network.TrainingSchedule;

/**
 * One stage's training.
 *
 * @param id names the run in pools and in Spark's pages
 * @param design the networks
 * @param schedule how they are trained
 * @param seed of this stage
 * @param roundIterations local iterations per round; of the first, if the rule adapts them
 * @param checkpointRounds rounds between two that the training can be resumed from
 * @param averaging how results become the next state
 * @param compute what the tasks compute on
 */
record StageRun(
    String id,
    StageDesign design,
    TrainingSchedule schedule,
    long seed,
    int roundIterations,
    int checkpointRounds,
    AveragingRule averaging,
    Compute compute)
    implements Serializable {
  /** Whether the training can be resumed from a round's end. */
  boolean resumableAfter(int round, long iteration) {
    return iteration == schedule.iterations() || round % checkpointRounds == 0;
  }
}
