package org.showerforge.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Json;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.Figure;
import org.showerforge.metrics.Histogram;
import org.showerforge.metrics.Judged;

/**
 * One page for several generators of one detector: their figures side by side, their shapes over
 * each other.
 */
public final class ComparisonPage {
  /** Figures whose best value is the greatest; of {@code memorisation} none is best. */
  private static final List<String> HIGH_IS_GOOD =
      List.of("precision", "recall", "density", "coverage");

  private static final String PER_SHAPE = "/";

  private ComparisonPage() {}

  /** A generator's figure and the best one's. */
  private record Row(String figure, @Nullable Judged floor, List<@Nullable Judged> values) {}

  /** What comparison.js draws. */
  record Shape(String label, List<Curve> curves) {}

  /** A distribution: a density in bins of its own. */
  record Curve(String name, List<Double> edges, List<Integer> events) {}

  /**
   * The page.
   *
   * @param evaluations by what the page calls each generator, in the order of the columns
   */
  public static String render(Map<String, MetricsFile> evaluations) {
    MetricsFile first = evaluations.values().iterator().next();
    Map<String, String> slots = new LinkedHashMap<>();
    slots.put(
        "title",
        Html.escape("%d generators in %s".formatted(evaluations.size(), first.detector().name())));
    slots.put("figures", figures(evaluations));
    slots.put("shapes", shapes(evaluations));
    slots.put("charts", charts(first));
    return PageResources.page("comparison", slots, Json.tree(data(evaluations)).toString());
  }

  /** The same table as text, for a terminal. */
  public static String text(Map<String, MetricsFile> evaluations) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-20s %10s", "", "floor"));
    evaluations.keySet().forEach(name -> text.append(String.format(" %22s", last(name))));
    text.append('\n');
    for (Row row : rows(evaluations)) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-20s %10s",
              row.figure,
              row.floor == null ? "" : Digits.three(row.floor.floor())));
      row.values.forEach(value -> text.append(String.format(" %22s", number(value))));
      text.append('\n');
    }
    return text.toString();
  }

  private static String last(String name) {
    return name.length() > 22 ? name.substring(name.length() - 22) : name;
  }

  private static List<Row> rows(Map<String, MetricsFile> evaluations) {
    List<Row> rows = new ArrayList<>();
    for (String figure : evaluations.values().iterator().next().figures().keySet()) {
      if (!figure.contains(PER_SHAPE)) {
        List<@Nullable Judged> values = new ArrayList<>();
        evaluations.values().forEach(e -> values.add(e.figures().get(figure)));
        rows.add(new Row(figure, values.get(0), values));
      }
    }
    return rows;
  }

  private static String figures(Map<String, MetricsFile> evaluations) {
    StringBuilder html = head("Figure", evaluations);
    for (Row row : rows(evaluations)) {
      int best = best(row);
      html.append("<tr><td>").append(Html.escape(row.figure)).append("</td><td>");
      html.append(row.floor == null ? "" : Digits.three(row.floor.floor())).append("</td>");
      for (int i = 0; i < row.values.size(); i++) {
        html.append(i == best ? "<td class=\"best\">" : "<td>")
            .append(Html.escape(number(row.values.get(i))))
            .append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>\n").toString();
  }

  private static int best(Row row) {
    if (row.figure.equals("memorisation")) {
      return -1;
    }
    boolean high = HIGH_IS_GOOD.contains(row.figure);
    int best = -1;
    double value = 0;
    for (int i = 0; i < row.values.size(); i++) {
      Judged each = row.values.get(i);
      if (each != null && (best < 0 || (high ? each.value() > value : each.value() < value))) {
        best = i;
        value = each.value();
      }
    }
    return best;
  }

  private static String number(@Nullable Judged figure) {
    if (figure == null) {
      return "–";
    }
    return figure.error() > 0
        ? Digits.three(figure.value()) + " ± " + Digits.three(figure.error())
        : Digits.three(figure.value());
  }

  private static StringBuilder head(String what, Map<String, MetricsFile> evaluations) {
    StringBuilder html =
        new StringBuilder("<table><thead><tr><th>").append(what).append("</th><th>Floor</th>");
    evaluations
        .keySet()
        .forEach(name -> html.append("<th>").append(Html.escape(name)).append("</th>"));
    return html.append("</tr></thead><tbody>\n");
  }

  /** Separation power over its floor, by shape and generator. */
  private static String shapes(Map<String, MetricsFile> evaluations) {
    StringBuilder html = head("Shower shape", evaluations);
    for (FeatureComparison shape : evaluations.values().iterator().next().features()) {
      html.append("<tr><td>").append(Html.escape(shape.label())).append("</td><td>");
      html.append(Digits.three(shape.separation().floor())).append("</td>");
      for (MetricsFile evaluation : evaluations.values()) {
        Figure found = separation(evaluation, shape.name());
        html.append(found == null ? "<td>–</td>" : JointTables.heat(found));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>\n").toString();
  }

  private static @Nullable Figure separation(MetricsFile evaluation, String shape) {
    return evaluation.features().stream()
        .filter(feature -> feature.name().equals(shape))
        .findFirst()
        .map(FeatureComparison::separation)
        .orElse(null);
  }

  private static String charts(MetricsFile first) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < first.features().size(); i++) {
      html.append(
          """
          <figure class="shape">
          <figcaption><b>%s</b></figcaption>
          <div class="chart" data-overlay="%d"></div>
          </figure>
          """
              .formatted(Html.escape(first.features().get(i).label()), i));
    }
    return html.toString();
  }

  private static List<Shape> data(Map<String, MetricsFile> evaluations) {
    List<Shape> shapes = new ArrayList<>();
    for (FeatureComparison feature : evaluations.values().iterator().next().features()) {
      List<Curve> curves = new ArrayList<>();
      Histogram reference = feature.histogram();
      curves.add(new Curve("Geant4", reference.edges(), reference.reference()));
      evaluations.forEach(
          (name, evaluation) ->
              evaluation.features().stream()
                  .filter(other -> other.name().equals(feature.name()))
                  .map(FeatureComparison::histogram)
                  .forEach(h -> curves.add(new Curve(name, h.edges(), h.generated()))));
      String unit = feature.unit().isEmpty() ? "" : " [" + feature.unit() + "]";
      shapes.add(new Shape(feature.label() + unit, curves));
    }
    return shapes;
  }
}
