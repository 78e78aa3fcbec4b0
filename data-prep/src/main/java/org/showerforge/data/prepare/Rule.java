package org.showerforge.data.prepare;

import java.util.Locale;

/** What an event must obey to be accepted. */
public enum Rule {
  /** Its numbers can be read: a field is a number, an array has the length that the rest have. */
  READABLE,
  /** Every number is finite. */
  FINITE,
  /** Every condition lies in the detector's range. */
  CONDITION_RANGE,
  /** No cell has a negative energy. */
  NON_NEGATIVE,
  /** The cells together hold no more than so many times the incident energy. */
  ENERGY_SUM,
  /** Some cell has energy, where the configuration asks for it. */
  NOT_EMPTY,
  /** No event before it has the same conditions, response and weight. */
  UNIQUE;

  /** The name in cards and the quarantine, e.g. {@code condition-range}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
