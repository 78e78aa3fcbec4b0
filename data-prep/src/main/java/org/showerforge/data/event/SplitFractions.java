package org.showerforge.data.event;

import java.io.Serializable;
import org.showerforge.UserException;

/**
 * How prepared events are divided.
 *
 * <p>The split is a pure function of the event id: the id is mixed by SplitMix64's finaliser
 * (Steele, Lea, Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014; the
 * constants are Stafford's variant 13), its upper 53 bits are taken as a number in [0, 1), and that
 * is compared with the cumulative fractions. So an event stays in its split when files are added,
 * renamed or prepared again, as long as the fractions stay the same.
 *
 * @param train fraction that networks are trained on, greater than 0
 * @param validation fraction that checkpoints are chosen on
 * @param test fraction that generators are judged on
 */
public record SplitFractions(double train, double validation, double test) implements Serializable {
  /** Seventy per cent, five, and twenty-five. */
  public static final SplitFractions DEFAULT = new SplitFractions(0.7, 0.05, 0.25);

  private static final double SUM_TOLERANCE = 1e-9;
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  /** Checks that the fractions share out everything. */
  public SplitFractions {
    if (!(train > 0) || !(validation >= 0) || !(test >= 0)) {
      throw new UserException(
          "split: train must be > 0, validation and test >= 0, got %s, %s, %s",
          train, validation, test);
    }
    if (!(Math.abs(train + validation + test - 1) <= SUM_TOLERANCE)) {
      throw new UserException(
          "split: train + validation + test must be 1, got %s + %s + %s = %s",
          train, validation, test, train + validation + test);
    }
  }

  /** The split that an event belongs to, for good. */
  public Split splitOf(long eventId) {
    double u = (mix(eventId) >>> 11) * TWO_TO_MINUS_53;
    if (u < train) {
      return Split.TRAIN;
    }
    return u < train + validation || test == 0 ? lowerSplit() : Split.TEST;
  }

  // Rounding may leave train + validation a hair below 1 although test is 0.
  private Split lowerSplit() {
    return validation > 0 ? Split.VALIDATION : Split.TRAIN;
  }

  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
