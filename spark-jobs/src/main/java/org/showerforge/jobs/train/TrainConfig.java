package org.showerforge.jobs.train;

import org.showerforge.UserException;
import org.showerforge.averaging.AdaptivePeriod;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.cascade.CascadeRecipe;
import org.showerforge.jobs.compute.Compute;

/**
 * What the train job is asked to do; {@code train.yaml} documents the keys.
 *
 * @param data folder of a prepared data set; its train split is used
 * @param output folder of the generator, which must not exist yet; checkpoints go to {@code
 *     <output>.training}
 * @param warmStart folder of a checkpoint whose networks, updaters and averages the training begins
 *     with; empty: they are drawn at random
 * @param seed of weights, batches and noise
 * @param shards workers that are averaged; part of the result, whatever machine they run on
 * @param roundIterations local iterations between two averagings
 * @param averaging how the shards' results become the next state
 * @param checkpointRounds rounds between two checkpoints
 * @param compute what the tasks compute on
 * @param roundDeadlineSeconds how long a shard's task may run before its executor is replaced and
 *     the round run again; 0 for the default of {@link RoundDeadline}
 * @param recipe the networks and how they are trained
 */
public record TrainConfig(
    String data,
    String output,
    String warmStart,
    long seed,
    int shards,
    int roundIterations,
    AveragingRule averaging,
    int checkpointRounds,
    Compute compute,
    double roundDeadlineSeconds,
    CascadeRecipe recipe) {

  private static final int MAX_SHARDS = 4096;
  private static final int MAX_DEADLINE = 7 * 24 * 3600;

  /** Checks the keys. */
  public TrainConfig {
    if (data.isBlank() || output.isBlank()) {
      throw new UserException("data and output: must name folders");
    }
    atLeastOne("roundIterations", roundIterations);
    atLeastOne("checkpointRounds", checkpointRounds);
    if (!(roundDeadlineSeconds >= 0 && roundDeadlineSeconds <= MAX_DEADLINE)) {
      throw new UserException(
          "roundDeadlineSeconds: must be 0..%d, got %s", MAX_DEADLINE, roundDeadlineSeconds);
    }
    AdaptivePeriod period = averaging.adaptivePeriod();
    if (period.disagreement() > 0 && period.max() < roundIterations) {
      throw new UserException(
          "averaging.adaptivePeriod.max: must be >= roundIterations (%d), got %d",
          roundIterations, period.max());
    }
    if (shards < 1 || shards > MAX_SHARDS) {
      throw new UserException("shards: must be 1..%d, got %d", MAX_SHARDS, shards);
    }
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new UserException("%s: must be >= 1, got %d", key, value);
    }
  }
}
