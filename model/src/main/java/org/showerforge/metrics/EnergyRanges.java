package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Ranges of the incident energy that hold equal parts of two samples together. */
final class EnergyRanges {
  /** Enough to see a trend, few enough to know each to a per mille. */
  static final int COUNT = 6;

  private final double[] edges;
  private final double low;
  private final double high;

  /**
   * A range.
   *
   * @param index of it among all
   * @param from lower edge, inclusive
   * @param to upper edge, exclusive except in the last one
   */
  record Range(int index, double from, double to) {}

  EnergyRanges(ShowerSample first, ShowerSample second) {
    double[] a = incident(first);
    double[] b = incident(second);
    this.edges = SeparationPower.edges(a, b, COUNT);
    this.low = Math.min(least(a), least(b));
    this.high = Math.max(greatest(a), greatest(b));
  }

  List<Range> all() {
    List<Range> ranges = new ArrayList<>();
    for (int index = 0; index <= edges.length; index++) {
      double from = index == 0 ? low : edges[index - 1];
      double to = index == edges.length ? high : edges[index];
      // Half of all events or more at the lowest energy: the first edge is that energy.
      if (index > 0 || edges.length == 0 || from != to) {
        ranges.add(new Range(index, from, to));
      }
    }
    return ranges;
  }

  /** The events of a sample in a range. */
  int[] inside(ShowerSample sample, Range range) {
    return IntStream.range(0, sample.size())
        .filter(event -> SeparationPower.bin(sample.incidentGeV(event), edges) == range.index)
        .toArray();
  }

  private static double[] incident(ShowerSample sample) {
    return IntStream.range(0, sample.size()).mapToDouble(sample::incidentGeV).toArray();
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }
}
