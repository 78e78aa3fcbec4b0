package org.showerforge.data.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import org.showerforge.UserException;
import org.showerforge.metrics.KolmogorovSmirnov;

/**
 * Whether two data sets A and B of one detector look alike.
 *
 * <p>Of every quantity the two-sample Kolmogorov-Smirnov distance of the fine histograms and the
 * difference of the means over its standard error; of every cell with at least {@link
 * #FEWEST_ENTRIES} expected entries in both sets the difference of means and of occupancies over
 * its standard error. With weights the number of events is the effective one, (sum w)^2/sum w^2 (J.
 * F. Monahan, Numerical Methods of Statistics, 2nd ed. 2011, section 14.7); binned distances are at
 * most the unbinned ones, which keeps their probabilities on the safe side.
 *
 * <p>Without drift, all verdicts together say "drift" in at most {@link #FALSE_ALARMS} of all
 * comparisons (Bonferroni): half of that is shared evenly by the two tests of every quantity, half
 * by the two of every cell. Events are taken as independent; two sets that share events look more
 * alike than they are.
 *
 * @param eventsA events in A
 * @param eventsB events in B
 * @param quantities all quantities, the least probable first
 * @param cells means and occupancies of cells; none for a table
 */
public record Drift(
    long eventsA, long eventsB, List<QuantityDrift> quantities, List<CellDrift> cells) {
  /** The probability of any false alarm in a comparison of two equal samples. */
  public static final double FALSE_ALARMS = 1e-3;

  /** A cell needs as many entries in both sets for its deviation to be nearly normal. */
  public static final int FEWEST_ENTRIES = 100;

  /**
   * Means that differ by less than this part of themselves are not told apart: a float has 24 bits.
   */
  private static final double RESOLUTION = 0x1p-26;

  private static final int WORST = 5;
  private static final double FIVE_SIGMA = 5;

  /** Copies the lists. */
  public Drift {
    quantities = List.copyOf(quantities);
    cells = List.copyOf(cells);
  }

  /** Compares two sets; both need events and the same layout. */
  public static Drift of(EventStatistics a, EventStatistics b) {
    if (!a.layout().sameAs(b.layout())) {
      throw new UserException(
          "A is of detector %s and B of %s, with other quantities or layers; compare data of one"
              + " detector",
          a.layout().detector().name(), b.layout().detector().name());
    }
    if (!(a.sumOfWeights() > 0) || !(b.sumOfWeights() > 0)) {
      throw new UserException(
          "A has %d events of weight %s, B %d of weight %s in all; a comparison needs positive"
              + " weights in both",
          a.events(), a.sumOfWeights(), b.events(), b.sumOfWeights());
    }
    int size = a.quantities().size();
    double threshold = FALSE_ALARMS / 2 / (2 * size);
    List<QuantityDrift> quantities = new ArrayList<>();
    for (int q = 0; q < size; q++) {
      quantities.add(quantity(a.quantities().get(q), a.scalar(q), b.scalar(q), threshold));
    }
    quantities.sort(
        Comparator.comparingDouble(QuantityDrift::probability)
            .thenComparingDouble(drift -> -Math.abs(drift.shift()))
            .thenComparingDouble(drift -> -drift.ks()));
    return new Drift(a.events(), b.events(), quantities, cells(a, b));
  }

  private static QuantityDrift quantity(
      Quantity quantity, ScalarStatistics a, ScalarStatistics b, double threshold) {
    double ks = distance(a.bins(), b.bins());
    double ksProbability =
        a.effective() > 0 && b.effective() > 0
            ? KolmogorovSmirnov.probability(ks, a.effective(), b.effective())
            : 1;
    double difference = b.mean() - a.mean();
    double shift =
        deviation(
            difference,
            variance(a.sd(), a.effective(), b.sd(), b.effective()),
            Math.max(Math.abs(a.mean()), Math.abs(b.mean())));
    double probability = Math.min(ksProbability, twoSided(shift));
    return new QuantityDrift(
        quantity,
        a.mean(),
        b.mean(),
        shift,
        a.sd() > 0 ? difference / a.sd() : 0,
        a.sd() == b.sd() ? 1 : b.sd() / a.sd(),
        ks,
        ksProbability,
        probability,
        probability < threshold);
  }

  /** A difference over its standard error; 0 if it is none or nothing is known of its error. */
  private static double deviation(double difference, double variance, double size) {
    if (Math.abs(difference) <= RESOLUTION * size || Double.isNaN(variance)) {
      return 0;
    }
    return difference / Math.max(Math.sqrt(variance), RESOLUTION * size);
  }

  /**
   * Of the difference of two means, by the spread within both sets together: that of a small set
   * alone is small whenever its mean is, and would make chance look like drift.
   */
  private static double variance(double sdA, double nA, double sdB, double nB) {
    return (nA * square(sdA) + nB * square(sdB)) / (nA + nB) * (1 / nA + 1 / nB);
  }

  private static double twoSided(double z) {
    return Erf.erfc(Math.abs(z) / Math.sqrt(2));
  }

  private static double square(double x) {
    return x * x;
  }

  /** The greatest difference of the cumulative, normalised histograms. */
  private static double distance(FloatHistogram.Bins a, FloatHistogram.Bins b) {
    double totalA = a.total();
    double totalB = b.total();
    if (!(totalA > 0) || !(totalB > 0)) {
      return 0;
    }
    double greatest = 0;
    double belowA = 0;
    double belowB = 0;
    int i = 0;
    int j = 0;
    while (i < a.ordinals().length || j < b.ordinals().length) {
      int nextA = i < a.ordinals().length ? a.ordinals()[i] : Integer.MAX_VALUE;
      int nextB = j < b.ordinals().length ? b.ordinals()[j] : Integer.MAX_VALUE;
      if (nextA <= nextB) {
        belowA += a.weights()[i++];
      }
      if (nextB <= nextA) {
        belowB += b.weights()[j++];
      }
      greatest = Math.max(greatest, Math.abs(belowA / totalA - belowB / totalB));
    }
    return greatest;
  }

  private static List<CellDrift> cells(EventStatistics a, EventStatistics b) {
    int cells = a.cells().cells();
    if (cells == 0) {
      return List.of();
    }
    double[] means = new double[cells];
    double[] occupancies = new double[cells];
    for (int cell = 0; cell < cells; cell++) {
      means[cell] = meanDeviation(a, b, cell);
      occupancies[cell] = occupancyDeviation(a, b, cell);
    }
    return List.of(
        cells("mean energy", means, a.layout()), cells("occupancy", occupancies, a.layout()));
  }

  private static double meanDeviation(EventStatistics a, EventStatistics b, int cell) {
    double pooled =
        (double) (a.cells().entries(cell) + b.cells().entries(cell)) / (a.events() + b.events());
    if (pooled * Math.min(a.effectiveEvents(), b.effectiveEvents()) < FEWEST_ENTRIES) {
      return Double.NaN;
    }
    double meanA = a.cells().mean(cell, a.sumOfWeights());
    double meanB = b.cells().mean(cell, b.sumOfWeights());
    double sdA = a.cells().sd(cell, a.sumOfWeights(), a.effectiveEvents());
    double sdB = b.cells().sd(cell, b.sumOfWeights(), b.effectiveEvents());
    return deviation(
        meanB - meanA,
        variance(sdA, a.effectiveEvents(), sdB, b.effectiveEvents()),
        Math.max(Math.abs(meanA), Math.abs(meanB)));
  }

  private static double occupancyDeviation(EventStatistics a, EventStatistics b, int cell) {
    double nA = a.effectiveEvents();
    double nB = b.effectiveEvents();
    double occupancyA = a.cells().occupancy(cell, a.sumOfWeights());
    double occupancyB = b.cells().occupancy(cell, b.sumOfWeights());
    double pooled = (nA * occupancyA + nB * occupancyB) / (nA + nB);
    // A cell that is nearly always hit has as little to say as one that hardly ever is.
    if (!(Math.min(pooled, 1 - pooled) * Math.min(nA, nB) >= FEWEST_ENTRIES)) {
      return Double.NaN;
    }
    return (occupancyB - occupancyA) / Math.sqrt(pooled * (1 - pooled) * (1 / nA + 1 / nB));
  }

  private static CellDrift cells(String what, double[] z, ResponseLayout layout) {
    int[] tested = IntStream.range(0, z.length).filter(i -> !Double.isNaN(z[i])).toArray();
    List<CellDrift.Deviation> worst =
        IntStream.of(tested)
            .boxed()
            .sorted(Comparator.comparingDouble(cell -> -Math.abs(z[cell])))
            .limit(WORST)
            .map(cell -> new CellDrift.Deviation(layout.name(cell), z[cell]))
            .toList();
    double threshold = FALSE_ALARMS / 2 / Math.max(1, 2 * tested.length);
    return new CellDrift(
        what,
        java.util.Arrays.stream(z).boxed().toList(),
        tested.length,
        IntStream.of(tested).mapToDouble(cell -> square(z[cell])).average().orElse(0),
        (int) IntStream.of(tested).filter(cell -> Math.abs(z[cell]) > FIVE_SIGMA).count(),
        worst,
        !worst.isEmpty() && twoSided(worst.get(0).z()) < threshold);
  }

  /** Whether anything drifted. */
  public boolean drifted() {
    return quantities.stream().anyMatch(QuantityDrift::drifted)
        || cells.stream().anyMatch(CellDrift::drifted);
  }

  /** The verdict in words: {@code no drift seen}, or what drifted, the worst first. */
  public String verdict() {
    List<String> drifts = new ArrayList<>();
    quantities.stream()
        .filter(QuantityDrift::drifted)
        .map(d -> d.quantity().name())
        .forEach(drifts::add);
    cells.stream()
        .filter(CellDrift::drifted)
        .map(d -> d.what() + " of " + d.worst().get(0).name())
        .forEach(drifts::add);
    if (drifts.isEmpty()) {
      return "no drift seen";
    }
    int named = Math.min(drifts.size(), WORST);
    return "drift: "
        + String.join(", ", drifts.subList(0, named))
        + (drifts.size() > named ? " and " + (drifts.size() - named) + " more" : "");
  }
}
