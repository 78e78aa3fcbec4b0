package org.showerforge.jobs.train;

import org.apache.spark.api.java.JavaRDD;
import org.showerforge.jobs.train.ShardTask.Contribution;
import org.showerforge.network.StageState;

/** How states go out to the shards, and what comes back. */
interface Exchange extends AutoCloseable {
  /**
   * A round begins: its state goes out.
   *
   * @param resumable whether the training may be resumed from the round's end, so that shards must
   *     keep nothing beyond it
   */
  void begin(StageState from, boolean resumable);

  /** The results of a task, one per shard; asked for again when a round is rejected. */
  JavaRDD<Contribution> results(ShardTask task);

  /** The round's results are on the driver. */
  void end();

  @Override
  void close();
}
