package org.showerforge.data.prepare;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;

/**
 * Checks events one by one against the rules, in the order of {@link Rule}; the first that an event
 * breaks counts. {@link Rule#UNIQUE} takes more than one event: see {@link Duplicates}.
 */
final class EventValidator {
  private static final double MEV_PER_GEV = 1000;

  private final DetectorSpec detector;
  private final RuleSettings rules;
  private final int conditionWidth;
  private final int responseWidth;

  EventValidator(DetectorSpec detector, RuleSettings rules) {
    this.detector = detector;
    this.rules = rules;
    this.conditionWidth = detector.conditions().size();
    this.responseWidth = detector.responseWidth();
  }

  /** The rule that an event breaks, and where. */
  record Breach(Rule rule, String detail) {}

  /** Checks one event. */
  Optional<Breach> check(MappedEvents events, int event) {
    if (events.fault(event) != null) {
      return breach(Rule.READABLE, events.fault(event));
    }
    float weight = events.weights()[event];
    if (!Float.isFinite(weight)) {
      return breach(Rule.FINITE, "weight = " + weight);
    }
    float[] conditions = events.conditions();
    for (int i = 0; i < conditionWidth; i++) {
      float value = conditions[event * conditionWidth + i];
      if (!Float.isFinite(value)) {
        return breach(Rule.FINITE, detector.conditions().get(i).name() + " = " + value);
      }
    }
    float[] response = events.response();
    int first = event * responseWidth;
    int negative = -1;
    double sum = 0;
    for (int i = 0; i < responseWidth; i++) {
      float value = response[first + i];
      sum += value;
      if (value < 0 && negative < 0) {
        negative = i;
      }
    }
    // A sum of finite floats in double precision is finite.
    if (!Double.isFinite(sum)) {
      for (int i = 0; i < responseWidth; i++) {
        if (!Float.isFinite(response[first + i])) {
          return breach(Rule.FINITE, value(i, response[first + i]));
        }
      }
    }
    Optional<Breach> range = checkRange(conditions, event);
    if (range.isPresent() || !detector.isCalorimeter()) {
      return range;
    }
    if (negative >= 0) {
      return breach(Rule.NON_NEGATIVE, value(negative, response[first + negative]));
    }
    return checkSum(sum, conditions[event * conditionWidth]);
  }

  private Optional<Breach> checkRange(float[] conditions, int event) {
    for (int i = 0; i < conditionWidth; i++) {
      Condition condition = detector.conditions().get(i);
      float value = conditions[event * conditionWidth + i];
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
    return Optional.empty();
  }

  private Optional<Breach> checkSum(double sumMeV, float incidentGeV) {
    if (sumMeV > rules.maxEnergySum() * incidentGeV * MEV_PER_GEV) {
      return breach(
          Rule.ENERGY_SUM,
          String.format(
              Locale.ROOT,
              "the cells hold %.6g MeV, allowed %s times %s GeV",
              sumMeV,
              rules.maxEnergySum(),
              incidentGeV));
    }
    return sumMeV == 0 && rules.rejectEmpty()
        ? breach(Rule.NOT_EMPTY, "no cell has energy")
        : Optional.empty();
  }

  /** Whether no cell of an accepted event of a calorimeter has any energy. */
  boolean isEmpty(float[] response, int event) {
    if (!detector.isCalorimeter()) {
      return false;
    }
    for (int i = event * responseWidth; i < (event + 1) * responseWidth; i++) {
      if (response[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Breach> breach(Rule rule, @Nullable String detail) {
    return Optional.of(new Breach(rule, String.valueOf(detail)));
  }

  private String value(int index, float value) {
    return (detector.responseName(index) + " = " + value + " " + detector.responseUnit(index))
        .strip();
  }
}
