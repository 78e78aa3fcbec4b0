package org.showerforge.data.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * A sum of doubles in twice their precision: Sum2 and Dot2 of T. Ogita, S. M. Rump, S. Oishi, SIAM
 * J. Sci. Comput. 26 (2005) 1955. Sums of squares then bear the subtraction of the squared mean
 * even where the spread is a millionth of it, and sums that were made in parts differ from one made
 * at once by some 1e-30.
 */
final class PreciseSum {
  private double high;
  private double low;

  void add(double x) {
    double sum = high + x;
    double part = sum - high;
    low += (high - (sum - part)) + (x - part);
    high = sum;
  }

  /** Adds a * b, rounded only at the end. */
  void addProduct(double a, double b) {
    double product = a * b;
    add(product);
    low += Math.fma(a, b, -product);
  }

  /** Adds w * x * x. */
  void addSquare(double w, double x) {
    double square = x * x;
    addProduct(w, square);
    low += w * Math.fma(x, x, -square);
  }

  void add(PreciseSum other) {
    add(other.high);
    low += other.low;
  }

  void subtract(PreciseSum other) {
    add(-other.high);
    low -= other.low;
  }

  double value() {
    return high + low;
  }

  BigDecimal exact() {
    return new BigDecimal(high).add(new BigDecimal(low));
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(high);
    out.writeDouble(low);
  }

  void read(DataInput in) throws IOException {
    high = in.readDouble();
    low = in.readDouble();
  }
}
