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
}
