package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  record Measured(ShowerSample sample, List<Feature> shapes) {}

  /** The bins of {@link EnergyBin}. */
  static List<ConditionBin> of(Measured a, Measured c, Measured b, long seed) {
    EnergyRanges ranges = new EnergyRanges(a.sample, b.sample);
    List<ConditionBin> bins = new ArrayList<>();
    for (EnergyRanges.Range range : ranges.all()) {
      int[] inA = ranges.inside(a.sample, range);
      int[] inC = ranges.inside(c.sample, range);
      int[] inB = ranges.inside(b.sample, range);
      int size = Math.min(inA.length, Math.min(inC.length, inB.length));
      bins.add(
          size < FEWEST_EVENTS
              ? new ConditionBin(
                  range.from(),
                  range.to(),
                  size,
                  List.of(),
                  "needs %d events of each sample here, got %d".formatted(FEWEST_EVENTS, size))
              : new ConditionBin(
                  range.from(),
                  range.to(),
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

  private static List<Feature> picked(List<Feature> shapes, int[] events, int size) {
    return shapes.stream().map(shape -> shape.of(Arrays.copyOf(events, size))).toList();
  }
}
