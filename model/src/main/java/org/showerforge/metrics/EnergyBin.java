package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Energy response in a range of the incident energy.
 *
 * @param fromGeV lower edge, inclusive
 * @param toGeV upper edge, exclusive except in the last bin
 * @param reference Geant4's response; null if it has too few events here
 * @param generated the generated events' response; null if there are too few
 * @param remark why a response is missing; empty if none is
 */
public record EnergyBin(
    double fromGeV,
    double toGeV,
    @Nullable EnergyResponse reference,
    @Nullable EnergyResponse generated,
    String remark) {
  /** With fewer events a resolution means little. */
  static final int FEWEST_EVENTS = 20;

  /** Bins of equal population in both samples together. */
  static List<EnergyBin> of(ShowerSample reference, ShowerSample generated) {
    EnergyRanges ranges = new EnergyRanges(reference, generated);
    List<EnergyBin> bins = new ArrayList<>();
    for (EnergyRanges.Range range : ranges.all()) {
      bins.add(
          of(
              range.from(),
              range.to(),
              inside(reference, ranges.inside(reference, range)),
              inside(generated, ranges.inside(generated, range))));
    }
    return List.copyOf(bins);
  }

  private static EnergyBin of(double from, double to, List<double[]> a, List<double[]> b) {
    List<String> missing = new ArrayList<>();
    if (a.size() < FEWEST_EVENTS) {
      missing.add("Geant4 has " + a.size());
    }
    if (b.size() < FEWEST_EVENTS) {
      missing.add("the generated sample has " + b.size());
    }
    return new EnergyBin(
        from,
        to,
        response(a),
        response(b),
        missing.isEmpty()
            ? ""
            : "a response needs %d events here: %s"
                .formatted(FEWEST_EVENTS, String.join(", ", missing)));
  }

  private static @Nullable EnergyResponse response(List<double[]> events) {
    return events.size() < FEWEST_EVENTS
        ? null
        : EnergyResponse.of(
            events.stream().mapToDouble(event -> event[0]).toArray(),
            events.stream().mapToDouble(event -> event[1]).toArray());
  }

  /** Incident energy and response of some events. */
  private static List<double[]> inside(ShowerSample sample, int[] events) {
    List<double[]> found = new ArrayList<>();
    for (int event : events) {
      double energy = sample.incidentGeV(event);
      found.add(new double[] {energy, sample.totalMeV(event) / (1000 * energy)});
    }
    return found;
  }
}
