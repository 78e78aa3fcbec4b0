package org.showerforge.jobs.watch;

import java.util.List;

/**
 * Where the time of a round went, in seconds. Apart from {@code slowest} the parts are those of a
 * shard on average and add up to the whole.
 *
 * @param total from the state of one round to that of the next
 * @param broadcast making the broadcast on the driver, and its first reading in a task
 * @param load getting events and trainer; in a stage's first round the shards are made there
 * @param compute the iterations
 * @param slowest the iterations of the slowest shard
 * @param collect from the end of a shard's iterations until its numbers are on the driver
 * @param average the mean over shards and what is measured with it
 * @param idle the rest: launching tasks, waiting for the slowest shard, and for a free core where
 *     there are more shards than cores
 */
public record RoundTimes(
    double total,
    double broadcast,
    double load,
    double compute,
    double slowest,
    double collect,
    double average,
    double idle) {

  /** Takes the times of a round on the driver. */
  public static final class Watch {
    private final long start = System.nanoTime();
    private double broadcastAt;
    private double collectedAt;

    /** The broadcast is made. */
    public void broadcast() {
      broadcastAt = seconds();
    }

    /** All results are on the driver. */
    public void collected() {
      collectedAt = seconds();
    }

    /** The mean is taken, and the round at its end. */
    public RoundTimes averaged(List<ShardTimes> shards) {
      return split(broadcastAt, collectedAt, seconds(), shards);
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /**
   * Splits a round.
   *
   * @param broadcastAt when the broadcast was made, in seconds since the round began
   * @param collectedAt when all results were on the driver
   * @param total when the round was over
   */
  static RoundTimes split(
      double broadcastAt, double collectedAt, double total, List<ShardTimes> shards) {
    double read = 0;
    double load = 0;
    double compute = 0;
    double slowest = 0;
    double collect = 0;
    for (ShardTimes shard : shards) {
      read += shard.readSeconds() / shards.size();
      load += shard.loadSeconds() / shards.size();
      compute += shard.computeSeconds() / shards.size();
      slowest = Math.max(slowest, shard.computeSeconds());
      collect += collect(shard, collectedAt - broadcastAt) / shards.size();
    }
    double average = total - collectedAt;
    double known = broadcastAt + read + load + compute + collect + average;
    return new RoundTimes(
        total,
        broadcastAt + read,
        load,
        compute,
        slowest,
        collect,
        average,
        Math.max(0, total - known));
  }

  /**
   * The two clocks may differ, so what lies between them is held to what the driver's own clock
   * leaves for it.
   */
  private static double collect(ShardTimes shard, double window) {
    double busy = shard.readSeconds() + shard.loadSeconds() + shard.computeSeconds();
    double between = java.time.Duration.between(shard.finished(), shard.arrived()).toNanos() / 1e9;
    return Math.max(0, Math.min(between, window - busy));
  }
}
