package org.showerforge.metrics;

import java.util.Locale;

/** Numbers as a reader wants them. */
public final class Digits {
  private Digits() {}

  /** Three significant digits, without an exponent where a reader can do without. */
  public static String three(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (!(size >= 1e-4 && size < 1e6)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** As {@link #three}, with as many decimals as two values need to show how they differ. */
  public static String resolving(double value, double difference) {
    double size = Math.abs(difference);
    if (!(size >= 1e-6) || size >= 10 || Math.abs(value) >= 1e6) {
      return three(value);
    }
    int decimals = (int) Math.max(0, 1 - Math.floor(Math.log10(size)));
    String resolved = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return resolved.length() > three(value).length() ? resolved : three(value);
  }
}
