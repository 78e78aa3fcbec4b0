package org.showerforge.detector;

import org.showerforge.UserException;

/**
 * A number that an event is given, such as the incident energy.
 *
 * @param name its name in configurations and cards, e.g. {@code energy}
 * @param unit its unit, e.g. {@code GeV}
 * @param min least allowed value, inclusive
 * @param max greatest allowed value, inclusive
 * @param scale how a network sees it: mapped to -1..1 linearly or in the logarithm
 */
public record Condition(String name, String unit, double min, double max, Scale scale)
    implements java.io.Serializable {

  /** How a condition's range is mapped to -1..1. */
  public enum Scale {
    /** 2 (v - min)/(max - min) - 1. */
    LINEAR,
    /** 2 (ln v - ln min)/(ln max - ln min) - 1; the range must be positive. */
    LOG
  }

  /** Checks the range. */
  public Condition {
    if (!(min < max) || !Double.isFinite(min) || !Double.isFinite(max)) {
      throw new UserException(
          "condition %s: range must have min < max, got %s..%s", name, min, max);
    }
    if (scale == Scale.LOG && min <= 0) {
      throw new UserException("condition %s: a log scale needs min > 0, got %s", name, min);
    }
  }

  /**
   * Whether a value is finite and inside the range, in single precision as events are: a float may
   * be the nearest one to an end of the range, and lie beyond it.
   */
  public boolean accepts(double value) {
    return (float) value >= (float) min && (float) value <= (float) max;
  }

  /** The value on the network's scale: -1 at min, 1 at max. */
  public double normalise(double value) {
    return switch (scale) {
      case LINEAR -> 2 * (value - min) / (max - min) - 1;
      case LOG -> 2 * (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min)) - 1;
    };
  }

  /** The same condition over another range. */
  public Condition withRange(double newMin, double newMax) {
    return new Condition(name, unit, newMin, newMax, scale);
  }
}
