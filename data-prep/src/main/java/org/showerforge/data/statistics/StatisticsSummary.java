package org.showerforge.data.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.showerforge.UserException;

/**
 * The figures of a data set, as they stand in a card: six digits, all zero if there are no events.
 *
 * @param events events in all
 * @param sumOfWeights the sum of their weights
 * @param effectiveEvents (sum w)^2/sum w^2
 * @param quantities the figures of every quantity, in a fixed order
 * @param cells the figures of every cell; empty lists for a table
 */
public record StatisticsSummary(
    long events,
    double sumOfWeights,
    double effectiveEvents,
    List<Figures> quantities,
    Cells cells) {
  /** The fractions at which {@link Figures#quantiles} are given. */
  public static final List<Double> FRACTIONS = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

  /** The fractions of the quantiles of cells. */
  static final List<Double> CELL_FRACTIONS = List.of(0.05, 0.5, 0.95);

  private static final MathContext DIGITS = new MathContext(6);

  /** Copies the list. */
  public StatisticsSummary {
    quantities = List.copyOf(quantities);
  }

  /**
   * One quantity.
   *
   * @param name its name
   * @param unit its unit
   * @param count events that have it
   * @param sumOfWeights the sum of their weights
   * @param sumOfSquaredWeights the sum of their squares
   * @param mean weighted mean
   * @param sd weighted standard deviation
   * @param min least value
   * @param max greatest value
   * @param quantiles at {@link #FRACTIONS}, right within 1.6 %
   */
  public record Figures(
      String name,
      String unit,
      long count,
      double sumOfWeights,
      double sumOfSquaredWeights,
      double mean,
      double sd,
      double min,
      double max,
      List<Double> quantiles) {
    /** Copies the list. */
    public Figures {
      quantiles = List.copyOf(quantiles);
      if (quantiles.size() != FRACTIONS.size()) {
        throw new UserException(
            "statistics of %s: %d quantiles, need %d", name, quantiles.size(), FRACTIONS.size());
      }
    }
  }

  /**
   * Every cell, in the order of the response; MeV.
   *
   * @param mean weighted means
   * @param sd weighted standard deviations
   * @param min least values
   * @param max greatest values
   * @param occupancy weighted fractions of events above the detector's threshold
   * @param quantile05 5 % quantiles, right within a third; empty beyond 100,000 cells, as the next
   * @param median medians
   * @param quantile95 95 % quantiles
   */
  public record Cells(
      List<Double> mean,
      List<Double> sd,
      List<Double> min,
      List<Double> max,
      List<Double> occupancy,
      List<Double> quantile05,
      List<Double> median,
      List<Double> quantile95) {
    /** Copies the lists. */
    public Cells {
      mean = List.copyOf(mean);
      sd = List.copyOf(sd);
      min = List.copyOf(min);
      max = List.copyOf(max);
      occupancy = List.copyOf(occupancy);
      quantile05 = List.copyOf(quantile05);
      median = List.copyOf(median);
      quantile95 = List.copyOf(quantile95);
    }
  }

  static StatisticsSummary of(EventStatistics statistics) {
    List<Figures> figures = new ArrayList<>();
    for (int q = 0; q < statistics.quantities().size(); q++) {
      figures.add(figures(statistics.quantities().get(q), statistics.scalar(q)));
    }
    return new StatisticsSummary(
        statistics.events(),
        round(statistics.sumOfWeights()),
        round(statistics.effectiveEvents()),
        figures,
        cells(statistics));
  }

  private static Figures figures(Quantity quantity, ScalarStatistics scalar) {
    return new Figures(
        quantity.name(),
        quantity.unit(),
        scalar.count(),
        round(scalar.weights()),
        round(scalar.squaredWeights()),
        round(scalar.mean()),
        round(scalar.sd()),
        round(scalar.min()),
        round(scalar.max()),
        scalar.quantiles(FRACTIONS).stream().map(StatisticsSummary::round).toList());
  }

  private static Cells cells(EventStatistics statistics) {
    CellStatistics cells = statistics.cells();
    double weights = statistics.sumOfWeights();
    double effective = statistics.effectiveEvents();
    long events = statistics.events();
    List<List<Double>> quantiles = new ArrayList<>();
    for (double fraction : CELL_FRACTIONS) {
      int with = cells.hasHistograms() ? cells.cells() : 0;
      quantiles.add(list(with, cell -> cells.quantile(cell, fraction, weights, events)));
    }
    return new Cells(
        list(cells.cells(), cell -> cells.mean(cell, weights)),
        list(cells.cells(), cell -> cells.sd(cell, weights, effective)),
        list(cells.cells(), cell -> cells.min(cell, events)),
        list(cells.cells(), cell -> cells.max(cell, events)),
        list(cells.cells(), cell -> cells.occupancy(cell, weights)),
        quantiles.get(0),
        quantiles.get(1),
        quantiles.get(2));
  }

  private static List<Double> list(int size, IntToDoubleFunction value) {
    List<Double> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(round(value.applyAsDouble(i)));
    }
    return values;
  }

  private static double round(double value) {
    return value == 0 ? 0 : new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
