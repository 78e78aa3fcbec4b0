package org.showerforge.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Numbers in decimal, to the nearest double: {@code -12}, {@code .5}, {@code 1.}, {@code 3.7e-05},
 * and nan, inf and infinity in any case and with any sign.
 *
 * <p>Of at most 15 digits and powers of ten up to 22 both parts are exact in double precision and
 * one multiplication or division rounds correctly (Clinger, How to read floating point numbers
 * accurately, 1990); all others go through {@link Double#parseDouble}, which alone would also take
 * Java's {@code 1f} and {@code 0x1p3}.
 */
final class Decimal {
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Beyond it every exponent means zero or infinity. */
  private static final int LARGEST_EXPONENT = 1_000_000;

  private static final int LONGEST_WORD = "+infinity".length();

  private final byte[] text;
  private final int to;
  private int at;
  private long mantissa;
  private int digits;
  private boolean anyDigits;
  private int exponent;

  private Decimal(byte[] text, int from, int to) {
    this.text = text;
    this.at = from;
    this.to = to;
  }

  /**
   * Reads [from, to) of a text into a slot of an array.
   *
   * @return whether a number stands there, and nothing else
   */
  static boolean parse(byte[] text, int from, int to, double[] target, int slot) {
    return new Decimal(text, from, to).parse(from, target, slot);
  }

  private boolean parse(int from, double[] target, int slot) {
    boolean negative = at < to && text[at] == '-';
    if (negative || (at < to && text[at] == '+')) {
      at++;
    }
    if (at < to && (text[at] | 0x20) >= 'i') {
      return word(from, target, slot);
    }
    digits(0);
    if (at < to && text[at] == '.') {
      at++;
      digits(-1);
    }
    if (!anyDigits || !exponent() || at != to) {
      return false;
    }
    if (digits <= EXACT_DIGITS && Math.abs(exponent) < POWERS.length) {
      double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
      target[slot] = negative ? -value : value;
    } else {
      target[slot] =
          Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
    }
    return true;
  }

  /** Takes up digits, each of which moves the exponent by so much. */
  private void digits(int step) {
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return;
      }
      anyDigits = true;
      if (digits <= EXACT_DIGITS) {
        mantissa = 10 * mantissa + digit;
        digits += mantissa == 0 ? 0 : 1;
        exponent += step;
      }
    }
  }

  private boolean exponent() {
    if (at == to || (text[at] | 0x20) != 'e') {
      return true;
    }
    at++;
    boolean negative = at < to && text[at] == '-';
    if (negative || (at < to && text[at] == '+')) {
      at++;
    }
    int first = at;
    int value = 0;
    for (; at < to && text[at] >= '0' && text[at] <= '9'; at++) {
      value = Math.min(LARGEST_EXPONENT, 10 * value + text[at] - '0');
    }
    exponent += negative ? -value : value;
    return at > first;
  }

  private boolean word(int from, double[] target, int slot) {
    if (to - from > LONGEST_WORD) {
      return false;
    }
    String word = new String(text, at, to - at, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    switch (word) {
      case "nan" -> target[slot] = Double.NaN;
      case "inf", "infinity" ->
          target[slot] = text[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> {
        return false;
      }
    }
    return true;
  }
}
