package org.showerforge.jobs.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.showerforge.data.statistics.CellDrift;
import org.showerforge.data.statistics.Drift;
import org.showerforge.data.statistics.Quantity;
import org.showerforge.data.statistics.QuantityDrift;
import org.showerforge.data.statistics.StatisticsSummary;
import org.showerforge.metrics.Digits;

/**
 * The figures as rows of text, for the terminal and for the page.
 *
 * @param header the columns
 * @param rows a quantity each; of two data sets the worst first
 * @param drifted how many rows at the top have drifted
 */
record InspectionTable(List<String> header, List<List<String>> rows, int drifted) {
  /** The most rows that a terminal gets unless it wants all. */
  private static final int ROWS = 12;

  private static final int MEDIAN = StatisticsSummary.FRACTIONS.indexOf(0.5);
  private static final int LOW = StatisticsSummary.FRACTIONS.indexOf(0.05);
  private static final int HIGH = StatisticsSummary.FRACTIONS.indexOf(0.95);

  static InspectionTable of(Inspection inspection) {
    Inspection.Second second = inspection.second();
    return second == null ? of(inspection.statistics().summary()) : of(second.drift());
  }

  private static InspectionTable of(StatisticsSummary summary) {
    List<List<String>> rows = new ArrayList<>();
    for (StatisticsSummary.Figures f : summary.quantities()) {
      rows.add(
          List.of(
              f.name(),
              f.unit(),
              format("%,d", f.count()),
              Digits.three(f.mean()),
              Digits.three(f.sd()),
              Digits.three(f.min()),
              Digits.three(f.quantiles().get(LOW)),
              Digits.three(f.quantiles().get(MEDIAN)),
              Digits.three(f.quantiles().get(HIGH)),
              Digits.three(f.max())));
    }
    return new InspectionTable(
        List.of("quantity", "unit", "events", "mean", "sd", "min", "5 %", "50 %", "95 %", "max"),
        rows,
        0);
  }

  private static InspectionTable of(Drift drift) {
    List<List<String>> rows = new ArrayList<>();
    for (QuantityDrift d : drift.quantities()) {
      Quantity quantity = d.quantity();
      double difference = d.meanB() - d.meanA();
      rows.add(
          List.of(
              quantity.name(),
              quantity.unit(),
              Digits.resolving(d.meanA(), difference),
              Digits.resolving(d.meanB(), difference),
              format("%+.1f", d.shift()),
              format("%+.3f", d.shiftOfSd()),
              format("%.3f", d.sdRatio()),
              format("%.4f", d.ks()),
              probability(d.ksProbability()),
              d.drifted() ? "drift" : "-"));
    }
    return new InspectionTable(
        List.of(
            "quantity",
            "unit",
            "mean A",
            "mean B",
            "shift/error",
            "shift/sd",
            "sd B/A",
            "KS",
            "p(KS)",
            "verdict"),
        rows,
        (int) drift.quantities().stream().filter(QuantityDrift::drifted).count());
  }

  private static String probability(double p) {
    return p < 1e-99 ? "< 1e-99" : p < 1e-3 ? format("%.0e", p) : format("%.3f", p);
  }

  /** A line on the cells, e.g. {@code mean energy of 480 cells: chi2/cell 1.02, ...}. */
  static String cells(CellDrift cells) {
    if (cells.cells() == 0) {
      return format("%s of cells: none has enough entries", cells.what());
    }
    List<String> worst =
        cells.worst().stream().limit(3).map(d -> format("%s %+.1f", d.name(), d.z())).toList();
    return format(
        "%s of %,d cells: chi2/cell %.2f, %d beyond 5 sigma, worst %s: %s",
        cells.what(),
        cells.cells(),
        cells.chi2PerCell(),
        cells.beyondFiveSigma(),
        String.join(", ", worst),
        cells.drifted() ? "drift" : "no drift");
  }

  /** Lines with aligned columns: all rows, or the first dozen and how many are left. */
  String text(boolean all) {
    int shown = all ? rows.size() : Math.min(rows.size(), ROWS);
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    lines.addAll(rows.subList(0, shown));
    int[] widths = new int[header.size()];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        // Words to the left, numbers to the right.
        String width = "%" + (c < 2 ? "-" : "") + widths[c] + "s  ";
        row.append(String.format(Locale.ROOT, c < 2 && widths[c] == 0 ? "%s" : width, line.get(c)));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.append(left(shown)).toString();
  }

  private String left(int shown) {
    int more = rows.size() - shown;
    if (more == 0) {
      return "";
    }
    int drifting = Math.max(0, drifted - shown);
    String which =
        !header.contains("verdict")
            ? ""
            : drifting == 0 ? " without drift" : format(", %d of them with drift", drifting);
    return format("... and %d more%s (--all shows them)%n", more, which);
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
