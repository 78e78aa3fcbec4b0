package org.showerforge.data.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/**
 * A quantity of one or two data sets in bins for a picture: unions of the fine bins, so that every
 * count is exact, over the range that holds all but 0.5 % of either set at either end.
 *
 * @param quantity which
 * @param edges bin edges, rising; one more than bins
 * @param a fraction of the first set's weight per bin
 * @param b of the second's; empty if there is none
 * @param eventsA effective events in the first set: a bin's fraction f fluctuates as f times this
 *     many events do
 * @param eventsB in the second; 0 if there is none
 */
public record HistogramPair(
    Quantity quantity,
    List<Double> edges,
    List<Double> a,
    List<Double> b,
    double eventsA,
    double eventsB) {
  private static final int MOST_BINS = 50;
  private static final double TAIL = 0.005;

  /** Copies the lists. */
  public HistogramPair {
    edges = List.copyOf(edges);
    a = List.copyOf(a);
    b = List.copyOf(b);
    if (edges.size() != a.size() + 1 || (!b.isEmpty() && b.size() != a.size())) {
      throw new UserException(
          "histogram of %s: %d edges, %d and %d bins",
          quantity.name(), edges.size(), a.size(), b.size());
    }
  }

  /**
   * All quantities that vary, in their order.
   *
   * @param second statistics of the same detector, or null
   */
  public static List<HistogramPair> of(EventStatistics first, @Nullable EventStatistics second) {
    List<HistogramPair> pairs = new ArrayList<>();
    for (int q = 0; q < first.quantities().size(); q++) {
      ScalarStatistics a = first.scalar(q);
      ScalarStatistics b = second == null ? null : second.scalar(q);
      double min = b == null ? a.min() : Math.min(a.min(), b.min());
      double max = b == null ? a.max() : Math.max(a.max(), b.max());
      if (min < max) {
        pairs.add(of(first.quantities().get(q), a, b));
      }
    }
    return pairs;
  }

  private static HistogramPair of(
      Quantity quantity, ScalarStatistics a, @Nullable ScalarStatistics b) {
    List<Double> tails = new ArrayList<>(a.quantiles(List.of(TAIL, 1 - TAIL)));
    if (b != null && b.count() > 0) {
      tails.addAll(b.quantiles(List.of(TAIL, 1 - TAIL)));
    }
    double low = tails.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double high = tails.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    List<Integer> last = new ArrayList<>();
    double origin = quantity.origin();
    List<Double> edges = edges(low - origin, high - origin, quantity.whole(), last);
    int first = FloatHistogram.ordinal(low - origin);
    return new HistogramPair(
        quantity,
        edges.stream().map(edge -> edge + origin).toList(),
        collect(a, first, last),
        b == null ? List.of() : collect(b, first, last),
        a.effective(),
        b == null ? 0 : b.effective());
  }

  /**
   * The edges, and of every bin the last fine one in it. Bins of a quantity of whole numbers hold
   * whole numbers of them, and their edges lie half-way between two.
   */
  private static List<Double> edges(double low, double high, boolean whole, List<Integer> last) {
    double half = whole ? 0.5 : 0;
    double width = Math.max((high - low) / MOST_BINS, whole ? 1 : 0);
    List<Double> edges = new ArrayList<>();
    edges.add(FloatHistogram.lower(FloatHistogram.ordinal(low)) - half);
    int end = FloatHistogram.ordinal(high);
    for (int ordinal = FloatHistogram.ordinal(low); ordinal <= end; ordinal++) {
      double upper = whole ? wholeUpper(ordinal) : FloatHistogram.upper(ordinal);
      boolean fits = !whole || upper == Math.rint(upper);
      double from = edges.get(edges.size() - 1);
      if (fits && upper - half - from >= width) {
        edges.add(upper - half);
        last.add(ordinal);
      } else if (ordinal == end && upper - half > from) {
        edges.add(whole ? Math.ceil(upper) - half : upper);
        last.add(ordinal);
      }
    }
    if (last.isEmpty()) {
      edges.add(edges.get(0) + 1);
      last.add(end);
    }
    return edges;
  }

  /** Zero's bin of a quantity of whole numbers reaches to 1, as nothing lies between. */
  private static double wholeUpper(int ordinal) {
    double upper = FloatHistogram.upper(ordinal);
    return upper >= 0 && upper < 1 ? 1 : upper;
  }

  private static List<Double> collect(ScalarStatistics scalar, int first, List<Integer> last) {
    FloatHistogram.Bins bins = scalar.bins();
    double[] sums = new double[last.size()];
    int into = 0;
    for (int i = 0; i < bins.ordinals().length; i++) {
      int ordinal = bins.ordinals()[i];
      while (into < sums.length && ordinal > last.get(into)) {
        into++;
      }
      if (ordinal >= first && into < sums.length) {
        sums[into] += bins.weights()[i];
      }
    }
    double total = bins.total();
    return Arrays.stream(sums).map(sum -> total > 0 ? sum / total : 0).boxed().toList();
  }
}
