package org.showerforge.data.raw;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some successive events as they stand in a raw file: the numbers of each column in double
 * precision, event after event, and what is wrong with events that could not be read.
 */
public final class Slab {
  private final int capacity;
  private final int[] widths;
  private final double[][] columns;
  private final @Nullable String[] faults;
  private final @Nullable String[][] columnFaults;
  private boolean faultless = true;
  private int events;

  /**
   * Allocates it.
   *
   * @param capacity the most events that it holds
   * @param widths numbers per event of each column
   */
  public Slab(int capacity, int... widths) {
    this.capacity = capacity;
    this.widths = widths.clone();
    this.columns = new double[widths.length][];
    for (int k = 0; k < widths.length; k++) {
      columns[k] = new double[Math.multiplyExact(capacity, widths[k])];
    }
    this.faults = new @Nullable String[capacity];
    this.columnFaults = new @Nullable String[widths.length][0];
  }

  /** Forgets all and takes up so many events; a source calls it first. */
  void begin(long count) {
    if (count < 0 || count > capacity) {
      throw new IllegalArgumentException(count + " events in a slab of " + capacity);
    }
    events = (int) count;
    if (!faultless) {
      faultless = true;
      Arrays.fill(faults, null);
      for (String[] column : columnFaults) {
        Arrays.fill(column, null);
      }
    }
  }

  /** The events in it now. */
  public int events() {
    return events;
  }

  /** Numbers per event of a column. */
  public int width(int column) {
    return widths[column];
  }

  /** The numbers of a column: event i's begin at {@code i * width(column)}. */
  public double[] column(int column) {
    return columns[column];
  }

  /** Notes what is wrong with an event as a whole; the first complaint stands. */
  void fault(int event, String why) {
    faultless = false;
    if (faults[event] == null) {
      faults[event] = why;
    }
  }

  /** Notes what is wrong with an event's numbers in one column. */
  void fault(int event, int column, String why) {
    faultless = false;
    if (columnFaults[column].length == 0) {
      columnFaults[column] = new @Nullable String[capacity];
    }
    columnFaults[column][event] = why;
  }

  /** Why an event as a whole could not be read, or null if it could. */
  public @Nullable String fault(int event) {
    return faults[event];
  }

  /** Why an event's numbers in a column could not be read, or null if they could. */
  public @Nullable String fault(int event, int column) {
    return columnFaults[column].length == 0 ? null : columnFaults[column][event];
  }

  /** Why an event could not be read as a whole or in some column, or null if it could. */
  public @Nullable String anyFault(int event) {
    String fault = faults[event];
    for (int k = 0; k < widths.length && fault == null && !faultless; k++) {
      fault = fault(event, k);
    }
    return fault;
  }
}
