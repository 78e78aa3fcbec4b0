package org.showerforge.network;

import java.io.Serializable;
import org.showerforge.UserException;

/**
 * One worker's events, as a stage sees them: primitive arrays, one row per event.
 *
 * @param events number of events
 * @param conditions [events, conditions]
 * @param response [events, response]
 * @param threshold the read-out threshold on the response's scale, by event
 * @param weights of the events, 1 on average; may be negative (sWeights, Pivk and Le Diberder 2005,
 *     arXiv physics/0402083)
 * @param orders the symmetries of the response: permutations of its columns that give an equally
 *     likely event; the identity first
 */
public record Shard(
    int events,
    float[] conditions,
    float[] response,
    float[] threshold,
    float[] weights,
    int[][] orders)
    implements Serializable {

  /** Checks the sizes. */
  public Shard {
    if (events < 1) {
      throw new UserException("a shard is empty: use fewer shards or more events");
    }
    if (conditions.length % events != 0
        || response.length % events != 0
        || threshold.length != events
        || weights.length != events) {
      throw new IllegalArgumentException(
          events
              + " events, but "
              + conditions.length
              + ", "
              + response.length
              + ", "
              + threshold.length
              + ", "
              + weights.length
              + " numbers");
    }
  }
}
