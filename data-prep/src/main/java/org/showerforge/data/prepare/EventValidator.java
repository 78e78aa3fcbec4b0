package org.showerforge.data.prepare;

import java.util.Locale;
import java.util.Optional;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;

/**
 * Checks one event against the rules, in the order of {@link Rule}; the first that it breaks
 * counts.
 *
 * <p>An event without any energy in the detector breaks none: such showers are real.
 */
final class EventValidator {
  private final DetectorSpec detector;
  private final int conditionWidth;
  private final int responseWidth;

  EventValidator(DetectorSpec detector) {
    this.detector = detector;
    this.conditionWidth = detector.conditions().size();
    this.responseWidth = detector.responseWidth();
  }

  /** The rule that an event breaks, and where. */
  record Breach(Rule rule, String detail) {}

  /** Checks the event at the given place of a slab. */
  Optional<Breach> check(float[] conditions, float[] response, int event) {
    int firstCondition = event * conditionWidth;
    int firstCell = event * responseWidth;
    for (int i = 0; i < conditionWidth; i++) {
      float value = conditions[firstCondition + i];
      if (!Float.isFinite(value)) {
        return breach(Rule.FINITE, detector.conditions().get(i).name() + " = " + value);
      }
    }
    int negative = -1;
    for (int i = 0; i < responseWidth; i++) {
      float value = response[firstCell + i];
      if (!Float.isFinite(value)) {
        return breach(Rule.FINITE, described(i, value));
      }
      // Energies cannot be negative; observables can.
      if (value < 0 && negative < 0 && detector.isCalorimeter()) {
        negative = i;
      }
    }
    for (int i = 0; i < conditionWidth; i++) {
      Condition condition = detector.conditions().get(i);
      float value = conditions[firstCondition + i];
      if (!condition.accepts(value)) {
        return breach(
            Rule.CONDITION_RANGE,
            String.format(
                Locale.ROOT,
                "%s = %s %s, allowed %s..%s",
                condition.name(),
                value,
                condition.unit(),
                condition.min(),
                condition.max()));
      }
    }
    if (negative >= 0) {
      return breach(Rule.NON_NEGATIVE, described(negative, response[firstCell + negative]));
    }
    return Optional.empty();
  }

  /** Whether no cell of an accepted event has any energy. */
  boolean isEmpty(float[] response, int event) {
    for (int i = event * responseWidth; i < (event + 1) * responseWidth; i++) {
      if (response[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Breach> breach(Rule rule, String detail) {
    return Optional.of(new Breach(rule, detail));
  }

  private String described(int index, float value) {
    String unit = detector.responseUnit(index);
    return detector.responseName(index) + " = " + value + (unit.isEmpty() ? "" : " " + unit);
  }
}
