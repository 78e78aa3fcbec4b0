package org.showerforge.data.prepare;

import java.util.Locale;

/** What an event must obey to be accepted. */
public enum Rule {
  /** Every number is finite. */
  FINITE,
  /** Every condition lies in the detector's range. */
  CONDITION_RANGE,
  /** No cell has a negative energy. */
  NON_NEGATIVE;

  /** The name in cards and the quarantine, e.g. {@code condition-range}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
