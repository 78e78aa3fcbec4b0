package org.showerforge.data.event;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;

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

  /**
   * Some of the events, in the order given.
   *
   * @param rows their numbers in this batch, at least one
   */
  public EventBatch select(List<Integer> rows) {
    int conditionWidth = conditionWidth();
    int responseWidth = responseWidth();
    long[] ids = new long[rows.size()];
    float[] chosenWeights = new float[rows.size()];
    float[] chosenConditions = new float[rows.size() * conditionWidth];
    float[] chosenResponse = new float[rows.size() * responseWidth];
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.get(i);
      ids[i] = eventIds[row];
      chosenWeights[i] = weights[row];
      System.arraycopy(
          conditions, row * conditionWidth, chosenConditions, i * conditionWidth, conditionWidth);
      System.arraycopy(
          response, row * responseWidth, chosenResponse, i * responseWidth, responseWidth);
    }
    return new EventBatch(ids, chosenConditions, chosenResponse, chosenWeights);
  }

  /**
   * The same events in the order of a key of their ids.
   *
   * @param key from an event id
   */
  public EventBatch sortedBy(LongUnaryOperator key) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> key.applyAsLong(eventIds[i])));
    return select(order);
  }

  /** All events of several batches of the same widths, one after the other. */
  public static EventBatch concatenate(List<EventBatch> batches) {
    int size = Math.toIntExact(batches.stream().mapToLong(EventBatch::size).sum());
    int conditionWidth = batches.get(0).conditionWidth();
    int responseWidth = batches.get(0).responseWidth();
    long[] ids = new long[size];
    float[] allWeights = new float[size];
    float[] allConditions = new float[Math.multiplyExact(size, conditionWidth)];
    float[] allResponse = new float[Math.multiplyExact(size, responseWidth)];
    int at = 0;
    for (EventBatch batch : batches) {
      if (batch.conditionWidth() != conditionWidth || batch.responseWidth() != responseWidth) {
        throw new IllegalArgumentException("batches of different widths");
      }
      System.arraycopy(batch.eventIds, 0, ids, at, batch.size());
      System.arraycopy(batch.weights, 0, allWeights, at, batch.size());
      System.arraycopy(
          batch.conditions, 0, allConditions, at * conditionWidth, batch.conditions.length);
      System.arraycopy(batch.response, 0, allResponse, at * responseWidth, batch.response.length);
      at += batch.size();
    }
    return new EventBatch(ids, allConditions, allResponse, allWeights);
  }
}
