package org.showerforge.jobs.train.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.showerforge.network.Shard;

/**
 * A shard's events as DL4J's data set, one row per event: features are conditions, thresholds and
 * weights, labels are the response. What is not by event, the symmetries, does not fit in and goes
 * with the {@link AdversarialTask}.
 */
public final class ShardDataSet {
  private static final int CONDITIONS = 0;
  private static final int THRESHOLD = 1;
  private static final int WEIGHTS = 2;

  private ShardDataSet() {}

  /** The events of a shard. */
  public static MultiDataSet of(Shard shard) {
    int events = shard.events();
    return new org.nd4j.linalg.dataset.MultiDataSet(
        new INDArray[] {
          rows(shard.conditions(), events),
          rows(shard.threshold(), events),
          rows(shard.weights(), events)
        },
        new INDArray[] {rows(shard.response(), events)});
  }

  /** The shard of these events. */
  static Shard shard(MultiDataSet events, int[][] orders) {
    return new Shard(
        Math.toIntExact(events.getLabels(0).size(0)),
        values(events.getFeatures(CONDITIONS)),
        values(events.getLabels(0)),
        values(events.getFeatures(THRESHOLD)),
        values(events.getFeatures(WEIGHTS)),
        orders);
  }

  private static INDArray rows(float[] values, int events) {
    return Nd4j.createFromArray(values).reshape('c', events, values.length / events);
  }

  /** Row by row, whatever the array's own order; DL4J may hand out views. */
  private static float[] values(INDArray rows) {
    return rows.dup('c').data().asFloat();
  }
}
