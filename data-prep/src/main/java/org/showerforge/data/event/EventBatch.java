package org.showerforge.data.event;

import java.io.Serializable;

/**
 * Some events in primitive arrays, row after row.
 *
 * <p>A class and not a record: Spark's Kryo serialiser cannot read records back. The arrays are the
 * caller's to use; they are not copied.
 */
public final class EventBatch implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] eventIds;
  private final float[] conditions;
  private final float[] response;
  private final float[] weights;

  /**
   * Holds the arrays as they are.
   *
   * @param eventIds one per event
   * @param conditions size x c values
   * @param response size x d values
   * @param weights one per event
   */
  public EventBatch(long[] eventIds, float[] conditions, float[] response, float[] weights) {
    int size = eventIds.length;
    if (size == 0 || weights.length != size) {
      throw new IllegalArgumentException(
          "a batch needs as many weights as event ids and at least one, got "
              + weights.length
              + " and "
              + size);
    }
    if (conditions.length % size != 0 || response.length % size != 0) {
      throw new IllegalArgumentException(
          size
              + " events cannot share "
              + conditions.length
              + " conditions and "
              + response.length
              + " response values");
    }
    this.eventIds = eventIds;
    this.conditions = conditions;
    this.response = response;
    this.weights = weights;
  }

  /** The number of events, at least one. */
  public int size() {
    return eventIds.length;
  }

  /** Conditions per event. */
  public int conditionWidth() {
    return conditions.length / eventIds.length;
  }

  /** Response values per event. */
  public int responseWidth() {
    return response.length / eventIds.length;
  }

  /** The event ids. */
  public long[] eventIds() {
    return eventIds;
  }

  /** The conditions, row after row. */
  public float[] conditions() {
    return conditions;
  }

  /** The responses, row after row. */
  public float[] response() {
    return response;
  }

  /** The weights. */
  public float[] weights() {
    return weights;
  }
}
