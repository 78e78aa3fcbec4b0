package org.showerforge.data.prepare;

import java.util.Locale;
import java.util.Optional;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

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
    this.responseWidth = detector.cells();
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
        return breach(Rule.FINITE, cell(i) + " = " + value + " MeV");
      }
      if (value < 0 && negative < 0) {
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
      return breach(
          Rule.NON_NEGATIVE, cell(negative) + " = " + response[firstCell + negative] + " MeV");
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

  private String cell(int index) {
    int layer = 0;
    while (layer + 1 < detector.layers().size() && index >= detector.offset(layer + 1)) {
      layer++;
    }
    Layer at = detector.layers().get(layer);
    int cell = index - detector.offset(layer);
    return at.name()
        + " cell ("
        + at.position(Layer.Axis.X, cell)
        + ", "
        + at.position(Layer.Axis.Y, cell)
        + ")";
  }
}
