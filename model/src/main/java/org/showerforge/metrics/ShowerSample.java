package org.showerforge.metrics;

import java.util.Arrays;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/**
 * Showers of one detector, event after event.
 *
 * <p>The arrays are kept, not copied: samples are large, and neither this class nor the metrics
 * write to them.
 */
public final class ShowerSample {
  private final DetectorSpec spec;

  /** Kept, as the detector adds up its layers each time that it is asked. */
  private final int cells;

  private final int size;
  private final float[] conditions;
  private final float[] response;

  /**
   * Checks that the arrays have the lengths that the detector asks for.
   *
   * @param spec the detector
   * @param size the number of events
   * @param conditions {@code size * spec.conditions().size()} values, event after event
   * @param response {@code size * spec.cells()} cell energies in MeV, event after event
   */
  public ShowerSample(DetectorSpec spec, int size, float[] conditions, float[] response) {
    if (size < 0) {
      throw new UserException("sample of detector %s: negative size %d", spec.name(), size);
    }
    checkLength(spec, "conditions", conditions.length, size, spec.conditions().size());
    checkLength(spec, "response", response.length, size, spec.cells());
    this.spec = spec;
    this.cells = spec.cells();
    this.size = size;
    this.conditions = conditions;
    this.response = response;
  }

  private static void checkLength(DetectorSpec spec, String what, int length, int size, int each) {
    long expected = (long) size * each;
    if (length != expected) {
      throw new UserException(
          "sample of detector %s: %s has %d values, but %d events of %d values need %d",
          spec.name(), what, length, size, each, expected);
    }
  }

  /** The detector. */
  public DetectorSpec spec() {
    return spec;
  }

  /** The number of events. */
  public int size() {
    return size;
  }

  /** A condition of an event. */
  public float condition(int event, int index) {
    return conditions[event * spec.conditions().size() + index];
  }

  /** The incident energy of an event, GeV. */
  public double incidentGeV(int event) {
    return condition(event, 0);
  }

  /** The energy of a cell, MeV. */
  public float cellMeV(int event, int cell) {
    return response[event * cells + cell];
  }

  /** The sum of an event's cells, MeV. */
  public double totalMeV(int event) {
    double sum = 0;
    int from = event * cells;
    for (int i = from; i < from + cells; i++) {
      sum += response[i];
    }
    return sum;
  }

  /** The first events. */
  public ShowerSample first(int events) {
    if (events > size) {
      throw new UserException("sample of %d events has no first %d", size, events);
    }
    return events == size
        ? this
        : new ShowerSample(
            spec,
            events,
            Arrays.copyOf(conditions, events * spec.conditions().size()),
            Arrays.copyOf(response, events * cells));
  }

  /**
   * The same events as the read-out records them: cells below the threshold are zero. Generated and
   * simulated showers are compared only after this.
   */
  public ShowerSample withThreshold() {
    float[] recorded = response.clone();
    for (int i = 0; i < recorded.length; i++) {
      if (recorded[i] < spec.thresholdMeV()) {
        recorded[i] = 0;
      }
    }
    return new ShowerSample(spec, size, conditions, recorded);
  }

  /** The number of events without any energy. */
  int emptyShowers() {
    int empty = 0;
    for (int event = 0; event < size; event++) {
      if (totalMeV(event) == 0) {
        empty++;
      }
    }
    return empty;
  }

  /**
   * Refuses values that no metric can be computed from.
   *
   * @param role names the sample in the error, e.g. {@code generated}
   */
  void requireFinite(String role) {
    int width = spec.conditions().size();
    for (int i = 0; i < conditions.length; i++) {
      if (!Float.isFinite(conditions[i]) || (i % width == 0 && conditions[i] <= 0)) {
        throw new UserException(
            "%s sample, event %d: condition %s is %s; it must be finite%s",
            role,
            i / width,
            spec.conditions().get(i % width).name(),
            conditions[i],
            i % width == 0 ? " and positive" : "");
      }
    }
    for (int i = 0; i < response.length; i++) {
      if (!Float.isFinite(response[i])) {
        throw new UserException(
            "%s sample, event %d: the energy of cell %d is %s; it must be finite",
            role, i / cells, i % cells, response[i]);
      }
    }
  }
}
