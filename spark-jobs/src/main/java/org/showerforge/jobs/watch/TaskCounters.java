package org.showerforge.jobs.watch;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a stage of training have done so far, as accumulators: the pages of Spark's
 * interface show them per round and per task.
 *
 * @param samples events drawn
 * @param readSeconds reading broadcasts
 * @param loadSeconds getting events and trainers
 * @param computeSeconds iterations
 */
public record TaskCounters(
    LongAccumulator samples,
    DoubleAccumulator readSeconds,
    DoubleAccumulator loadSeconds,
    DoubleAccumulator computeSeconds)
    implements Serializable {

  /** Counters of a stage of training, all at zero. */
  public static TaskCounters of(SparkContext sc, String stage) {
    return new TaskCounters(
        sc.longAccumulator(stage + ": events drawn"),
        sc.doubleAccumulator(stage + ": seconds of broadcast"),
        sc.doubleAccumulator(stage + ": seconds of load"),
        sc.doubleAccumulator(stage + ": seconds of compute"));
  }

  /** A task is done. */
  public void add(long drawn, ShardTimes times) {
    samples.add(drawn);
    readSeconds.add(times.readSeconds());
    loadSeconds.add(times.loadSeconds());
    computeSeconds.add(times.computeSeconds());
  }
}
