package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shower shapes of a range of the incident energy.
 *
 * @param fromGeV lower edge, inclusive
 * @param toGeV upper edge, exclusive except in the last bin
 * @param events of each sample compared
 * @param shapes each shape's figures; none if there are too few events
 * @param remark why they are missing; empty if they are not
 */
public record ConditionBin(
    double fromGeV, double toGeV, int events, List<Shape> shapes, String remark) {
  /** With fewer events ten bins mean little. */
  static final int FEWEST_EVENTS = 100;

  /**
   * A shape's figures.
   *
   * @param name its name
   * @param emd earth mover's distance, in its unit
   * @param separation separation power
   * @param ks Kolmogorov-Smirnov statistic
   * @param chiSquare chi-square per degree of freedom
   */
  public record Shape(String name, Figure emd, Figure separation, Figure ks, Figure chiSquare) {}

  /** Copies the list. */
  public ConditionBin {
    shapes = List.copyOf(shapes);
  }

  /** A sample with its shapes. */
  record Measured(ShowerSample sample, List<Feature> shapes) {
    private double[] incident() {
      return IntStream.range(0, sample.size()).mapToDouble(sample::incidentGeV).toArray();
    }
  }

  /** The bins of {@link EnergyBin}. */
  static List<ConditionBin> of(Measured a, Measured c, Measured b, long seed) {
    double[] incidentA = a.incident();
    double[] incidentB = b.incident();
    double[] incidentC = c.incident();
    double[] edges = SeparationPower.edges(incidentA, incidentB, EnergyBin.BINS);
    double low = Math.min(least(incidentA), least(incidentB));
    double high = Math.max(greatest(incidentA), greatest(incidentB));
    List<ConditionBin> bins = new ArrayList<>();
    for (int bin = 0; bin <= edges.length; bin++) {
      double from = bin == 0 ? low : edges[bin - 1];
      double to = bin == edges.length ? high : edges[bin];
      if (bin == 0 && edges.length > 0 && from == to) {
        continue;
      }
      int[] inA = inside(incidentA, edges, bin);
      int[] inC = inside(incidentC, edges, bin);
      int[] inB = inside(incidentB, edges, bin);
      int size = Math.min(inA.length, Math.min(inC.length, inB.length));
      bins.add(
          size < FEWEST_EVENTS
              ? new ConditionBin(
                  from,
                  to,
                  size,
                  List.of(),
                  "needs %d events of each sample here, got %d".formatted(FEWEST_EVENTS, size))
              : new ConditionBin(
                  from,
                  to,
                  size,
                  shapes(
                      new FeatureComparer(size, seed),
                      picked(a.shapes, inA, size),
                      picked(c.shapes, inC, size),
                      picked(b.shapes, inB, size)),
                  ""));
    }
    return List.copyOf(bins);
  }

  private static List<Shape> shapes(
      FeatureComparer comparer, List<Feature> a, List<Feature> c, List<Feature> b) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      FeatureComparison found = comparer.compare(a.get(i), c.get(i), b.get(i));
      shapes.add(
          new Shape(found.name(), found.emd(), found.separation(), found.ks(), found.chiSquare()));
    }
    return shapes;
  }

  private static int[] inside(double[] incident, double[] edges, int bin) {
    return IntStream.range(0, incident.length)
        .filter(event -> SeparationPower.bin(incident[event], edges) == bin)
        .toArray();
  }

  private static List<Feature> picked(List<Feature> shapes, int[] events, int size) {
    return shapes.stream().map(shape -> shape.of(Arrays.copyOf(events, size))).toList();
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
