package org.showerforge.data.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.showerforge.UserException;

/**
 * A histogram over all floats whose bins are cut from their bits: sign, exponent, and the first six
 * bits of the mantissa. A bin is 1/64 to 1/127 of its value wide, at most 1.6 %; zero and what is
 * below 1.2e-38 share one of their own.
 *
 * <p>The bins are the same for all data, so histograms of parts add up to that of the whole,
 * exactly and in any order as long as weights are whole numbers: sketches such as KLL or t-digest
 * promise neither. Bins of one sign and exponent, 64 of them, are allocated when one is hit.
 */
final class FloatHistogram {
  private static final int MANTISSA_BITS = 6;
  private static final int SHIFT = 23 - MANTISSA_BITS;
  private static final int PAGE = 1 << MANTISSA_BITS;
  private static final int BINS = 1 << (32 - SHIFT);

  private static final double[] NONE = {};

  private final double[][] pages = new double[BINS / PAGE][];

  FloatHistogram() {
    Arrays.fill(pages, NONE);
  }

  /**
   * The bins that hold something, from the most negative to the greatest.
   *
   * @param ordinals their numbers; 0 is zero, -k mirrors k
   * @param weights the weight in each
   */
  record Bins(int[] ordinals, double[] weights) {
    double total() {
      double total = 0;
      for (double weight : weights) {
        total += weight;
      }
      return total;
    }
  }

  void add(float value, double weight) {
    int bin = Math.abs(value) < Float.MIN_NORMAL ? 0 : Float.floatToRawIntBits(value) >>> SHIFT;
    page(bin / PAGE)[bin % PAGE] += weight;
  }

  private double[] page(int number) {
    double[] page = pages[number];
    if (page.length == 0) {
      page = new double[PAGE];
      pages[number] = page;
    }
    return page;
  }

  /** Adds another one's weights, each times a sign. */
  void add(FloatHistogram other, int sign) {
    for (int p = 0; p < pages.length; p++) {
      double[] theirs = other.pages[p];
      if (theirs.length > 0) {
        double[] ours = page(p);
        for (int i = 0; i < PAGE; i++) {
          ours[i] += sign * theirs[i];
        }
      }
    }
  }

  Bins bins() {
    int[] ordinals = new int[BINS];
    double[] weights = new double[BINS];
    int size = 0;
    for (int ordinal = -BINS / 2 + 1; ordinal < BINS / 2; ordinal++) {
      int bin = ordinal < 0 ? BINS / 2 - ordinal : ordinal;
      double[] page = pages[bin / PAGE];
      if (page.length > 0 && page[bin % PAGE] != 0) {
        ordinals[size] = ordinal;
        weights[size++] = page[bin % PAGE];
      }
    }
    return new Bins(Arrays.copyOf(ordinals, size), Arrays.copyOf(weights, size));
  }

  /** The number of a value's bin, as {@link Bins} counts. */
  static int ordinal(double value) {
    float single = (float) value;
    if (Math.abs(single) < Float.MIN_NORMAL) {
      return 0;
    }
    int size = Float.floatToRawIntBits(Math.abs(single)) >>> SHIFT;
    return single < 0 ? -size : size;
  }

  /** The lower edge of a bin; the bin of zero has no width. */
  static double lower(int ordinal) {
    return ordinal < 0 ? -magnitude(1 - ordinal) : magnitude(ordinal);
  }

  /** The upper edge of a bin. */
  static double upper(int ordinal) {
    return ordinal > 0 ? magnitude(ordinal + 1) : -magnitude(-ordinal);
  }

  private static double magnitude(int ordinal) {
    // Below the first normal number lies nothing but zero.
    return ordinal < PAGE ? 0 : Math.min(Float.MAX_VALUE, Float.intBitsToFloat(ordinal << SHIFT));
  }

  void write(DataOutput out) throws IOException {
    Bins bins = bins();
    out.writeShort(bins.ordinals.length);
    for (int i = 0; i < bins.ordinals.length; i++) {
      out.writeShort(bins.ordinals[i]);
      out.writeDouble(bins.weights[i]);
    }
  }

  void read(DataInput in, String where) throws IOException {
    int size = in.readUnsignedShort();
    int before = -BINS / 2;
    for (int i = 0; i < size; i++) {
      int ordinal = in.readShort();
      if (ordinal <= before || ordinal >= BINS / 2) {
        throw new UserException(
            "%s: bin %d of a histogram follows bin %d; the file is damaged, make it anew",
            where, ordinal, before);
      }
      before = ordinal;
      int bin = ordinal < 0 ? BINS / 2 - ordinal : ordinal;
      page(bin / PAGE)[bin % PAGE] = in.readDouble();
    }
  }
}
