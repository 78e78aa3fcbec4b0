package org.showerforge.engine;

import java.util.function.DoubleSupplier;

/**
 * Central differences and how far a gradient is from them.
 *
 * <p>One with a step h is wrong by h^2 f'''/6, which a second one with 2h removes (Richardson):
 * what is left is of the order of h^4, and rounding, 1e-16 f/h or 1e-10 for a loss of ten.
 */
final class Differences {
  private static final double STEP = 2e-5;

  /** What a small array's error is at least measured against, as a share of the whole gradient. */
  private static final double FLOOR = 0.01;

  private static final double SMALLEST = 1e-3;

  private Differences() {}

  /** The derivatives of a function of these numbers, which it sees changed one at a time. */
  static double[] gradient(double[] numbers, DoubleSupplier function) {
    double[] gradient = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double near = difference(numbers, i, STEP, function);
      double far = difference(numbers, i, 2 * STEP, function);
      gradient[i] = (4 * near - far) / 3;
    }
    return gradient;
  }

  private static double difference(double[] numbers, int i, double step, DoubleSupplier function) {
    double at = numbers[i];
    numbers[i] = at + step;
    double above = function.getAsDouble();
    numbers[i] = at - step;
    double below = function.getAsDouble();
    numbers[i] = at;
    return (above - below) / (2 * step);
  }

  /**
   * |found - expected| / max(|expected|, 1% of the gradient that they are a part of, 1e-3). Of a
   * gradient below 1e-3, as behind dead ReLUs or a critic that is sure, the difference of a loss of
   * the order of one has lost the digits: there the error is absolute.
   */
  static double relativeError(double[] found, double[] expected, double whole) {
    double[] difference = new double[expected.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = found[i] - expected[i];
    }
    double scale = Math.max(size(expected), FLOOR * whole);
    return size(difference) / Math.max(scale, SMALLEST);
  }

  static double size(double[] x) {
    double square = 0;
    for (double value : x) {
      square += value * value;
    }
    return Math.sqrt(square);
  }
}
