package org.showerforge.engine;

/**
 * How far a naive evaluation stays from the points where a function has no derivative: central
 * differences are right only away from them.
 */
final class Margin {
  /** Far above what a step of a difference moves any number, far below the numbers' own size. */
  private static final double WIDTH = 1e-3;

  /** Below this a norm or a denominator bends too much for a central difference. */
  private static final double SMALLEST_SIZE = 0.1;

  private double least = Double.POSITIVE_INFINITY;

  /** A number that must not change its sign. */
  void seeKink(double distance) {
    least = Math.min(least, Math.abs(distance));
  }

  /** A norm or denominator that must not come near zero. */
  void seeSize(double size) {
    least = Math.min(least, Math.abs(size) * WIDTH / SMALLEST_SIZE);
  }

  boolean isWide() {
    return least > WIDTH;
  }
}
