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
  /** Bins of the incident energy: enough to see a trend, few enough to know each to a per mille. */
  static final int BINS = 6;

  /** With fewer events a resolution means little. */
  static final int FEWEST_EVENTS = 20;

  /** Bins of equal population in both samples together. */
  static List<EnergyBin> of(ShowerSample reference, ShowerSample generated) {
    double[] a = incident(reference);
    double[] b = incident(generated);
    double low = Math.min(least(a), least(b));
    double[] edges = SeparationPower.edges(a, b, BINS);
    double high = Math.max(greatest(a), greatest(b));
    List<EnergyBin> bins = new ArrayList<>();
    for (int bin = 0; bin <= edges.length; bin++) {
      double from = bin == 0 ? low : edges[bin - 1];
      double to = bin == edges.length ? high : edges[bin];
      if (bin == 0 && edges.length > 0 && from == to) {
        // Half of all events or more at the lowest energy: the first edge is that energy.
        continue;
      }
      bins.add(of(from, to, inside(reference, edges, bin), inside(generated, edges, bin)));
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

  /** Incident energy and response of the events in a bin. */
  private static List<double[]> inside(ShowerSample sample, double[] edges, int bin) {
    List<double[]> events = new ArrayList<>();
    for (int event = 0; event < sample.size(); event++) {
      double energy = sample.incidentGeV(event);
      if (SeparationPower.bin(energy, edges) == bin) {
        events.add(new double[] {energy, sample.totalMeV(event) / (1000 * energy)});
      }
    }
    return events;
  }

  private static double[] incident(ShowerSample sample) {
    double[] energies = new double[sample.size()];
    for (int event = 0; event < energies.length; event++) {
      energies[event] = sample.incidentGeV(event);
    }
    return energies;
  }

  private static double least(double[] values) {
    return java.util.Arrays.stream(values).min().orElseThrow();
  }

  private static double greatest(double[] values) {
    return java.util.Arrays.stream(values).max().orElseThrow();
  }
}
