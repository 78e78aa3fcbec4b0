package org.showerforge.data.mapping;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.showerforge.detector.DetectorSpec;

/**
 * Some successive events of a raw file in the detector's order and units, and what became of those
 * that could not be read or are not wanted; the numbers of these mean nothing.
 */
public final class MappedEvents {
  /** The number of the cut that stopped an event which passed them all. */
  public static final int PASSED = -1;

  private final float[] conditions;
  private final float[] response;
  private final float[] weights;
  private final @Nullable String[] faults;
  private final int[] cuts;
  private int events;

  MappedEvents(DetectorSpec detector, int capacity) {
    this.conditions = new float[Math.multiplyExact(capacity, detector.conditions().size())];
    this.response = new float[Math.multiplyExact(capacity, detector.responseWidth())];
    this.weights = new float[capacity];
    this.faults = new @Nullable String[capacity];
    this.cuts = new int[capacity];
  }

  void begin(int count) {
    events = count;
    Arrays.fill(faults, 0, count, null);
    Arrays.fill(cuts, 0, count, PASSED);
  }

  void fault(int event, String why) {
    faults[event] = why;
  }

  void cut(int event, int cut) {
    cuts[event] = cut;
  }

  /** The number of events. */
  public int size() {
    return events;
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

  /** Why an event could not be read, or null if it could. */
  public @Nullable String fault(int event) {
    return faults[event];
  }

  /** The number of the first cut that an event does not pass, or {@link #PASSED}. */
  public int stoppedBy(int event) {
    return cuts[event];
  }
}
