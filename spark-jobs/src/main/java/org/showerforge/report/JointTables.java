package org.showerforge.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.ConditionBin;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.Estimate;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.Figure;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.JointDistances;
import org.showerforge.metrics.Neighbours;

/** The figures of all shapes at once, of bins of the incident energy, of speed and gate. */
final class JointTables {
  /** With more layers a matrix of them is no longer read. */
  private static final int MOST_LAYERS = 12;

  /** From so many floors on a cell has its full colour. */
  private static final double FULL_COLOUR = 30;

  private JointTables() {}

  static String joint(Evaluation e) {
    JointDistances joint = e.joint();
    Neighbours found = joint.neighbours();
    Neighbours floor = joint.neighboursFloor();
    String table =
        "<table><thead><tr><th>Distance</th><th>Generated</th><th>Floor</th><th>What it says</th></tr></thead><tbody>\n"
            + estimate(
                "FPD", joint.frechet(), joint.frechetFloor(), "means and covariances; 0 is best")
            + estimate(
                "KPD", joint.kernel(), joint.kernelFloor(), "moments up to the fourth; 0 is best")
            + FigureTables.row(
                "Sliced EMD",
                format("%.4f ± %.4f", joint.sliced().value(), joint.sliced().error()),
                format("%.4f ± %.4f", joint.sliced().floor(), joint.sliced().floorSpread()),
                "64 directions, in units of each shape's spread; 0 is best")
            + estimate(
                "Critic EMD",
                joint.critic(),
                joint.criticFloor(),
                "what a Wasserstein critic finds, in the same units; 0 is best")
            + part(
                "Precision",
                found.precision(),
                floor.precision(),
                "generated showers that look like Geant4's")
            + part(
                "Recall",
                found.recall(),
                floor.recall(),
                "Geant4 showers that the generator can make")
            + part("Density", found.density(), floor.density(), "1 where the samples are alike")
            + part(
                "Coverage",
                found.coverage(),
                floor.coverage(),
                "Geant4 showers with a generated one nearby")
            + FigureTables.row(
                "Nearer to training showers",
                format("%.3f ± %.3f", joint.memorisation().nearer(), joint.memorisation().error()),
                "0.5",
                format(
                    "than new Geant4 showers are; near 1 if it repeats them; %,d exact copies",
                    joint.memorisation().copies()))
            + "</tbody></table>\n";
    return table
        + joint.remarks().stream()
            .map(remark -> "<p class=\"note\">" + Html.escape(remark) + ".</p>\n")
            .collect(Collectors.joining())
        + correlations(e);
  }

  private static String estimate(String name, Estimate value, Estimate floor, String meaning) {
    return FigureTables.row(
        name,
        format("%.3g ± %.2g", value.value(), value.error()),
        format("%.3g ± %.2g", floor.value(), floor.error()),
        meaning);
  }

  private static String part(String name, double value, double floor, String meaning) {
    return FigureTables.row(name, format("%.3f", value), format("%.3f", floor), meaning);
  }

  private static String correlations(Evaluation e) {
    JointDistances.Correlation both = e.joint().correlations();
    int layers = e.detector().layers().size();
    if (layers > MOST_LAYERS || layers < 2) {
      return format(
          "<p class=\"note\">Correlations of the layers' energies over E_inc differ by at most %.3f.</p>\n",
          both.largestDifference());
    }
    StringBuilder html =
        new StringBuilder(
            "<h3>Correlations of the layers' energies over E_inc, Geant4 / generated</h3>\n<table><thead><tr><th></th>");
    e.detector()
        .layers()
        .forEach(layer -> html.append("<th>").append(Html.escape(layer.name())).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (int k = 0; k < layers; k++) {
      List<String> cells = new ArrayList<>(List.of(e.detector().layers().get(k).name()));
      for (int l = 0; l < layers; l++) {
        cells.add(
            k == l
                ? "1"
                : format(
                    "%+.3f / %+.3f",
                    both.reference().get(k).get(l), both.generated().get(k).get(l)));
      }
      html.append(FigureTables.row(cells.toArray(String[]::new)));
    }
    return html.append("</tbody></table>\n").toString();
  }

  /** Separation power over its floor, by shape and bin. */
  static String bins(Evaluation e) {
    List<ConditionBin> bins = e.bins().stream().filter(bin -> !bin.shapes().isEmpty()).toList();
    StringBuilder html = new StringBuilder();
    e.bins().stream()
        .filter(bin -> bin.shapes().isEmpty())
        .forEach(
            bin ->
                html.append(
                    format(
                        "<p class=\"note\">%.3g–%.3g GeV: %s.</p>\n",
                        bin.fromGeV(), bin.toGeV(), Html.escape(bin.remark()))));
    if (bins.isEmpty()) {
      return html.toString();
    }
    html.append("<table class=\"figures heat\"><thead><tr><th>Shower shape</th>");
    for (ConditionBin bin : bins) {
      html.append(
          format("<th>%.3g–%.3g GeV<br>%,d events</th>", bin.fromGeV(), bin.toGeV(), bin.events()));
    }
    html.append("</tr></thead><tbody>\n");
    for (FeatureComparison feature : e.worstFirst()) {
      html.append("<tr><td>").append(Html.escape(feature.label())).append("</td>");
      for (ConditionBin bin : bins) {
        Figure separation =
            bin.shapes().stream()
                .filter(shape -> shape.name().equals(feature.name()))
                .findFirst()
                .orElseThrow()
                .separation();
        html.append(heat(separation));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>\n").toString();
  }

  static String heat(Figure figure) {
    if (figure.timesFloor().isEmpty()) {
      return "<td>–</td>";
    }
    double times = figure.timesFloor().getAsDouble();
    double depth = Math.max(0, Math.min(1, Math.log(times) / Math.log(FULL_COLOUR)));
    return format(
        "<td style=\"background: rgba(213, 94, 0, %.2f)\">%s</td>",
        figure.beyondChance() ? 0.65 * depth : 0, Digits.three(times));
  }

  static String speed(@Nullable GenerationSpeed speed) {
    if (speed == null) {
      return "";
    }
    String batches =
        speed.batches().stream()
            .map(
                batch ->
                    format(
                        "%s ms at a batch of %,d",
                        Digits.three(batch.millisecondsPerShower()), batch.events()))
            .collect(Collectors.joining(", "));
    return "<p class=\"note\">%s</p>\n"
        .formatted(
            Html.escape(
                format(
                    "One shower on one thread of this machine (%s): %s. %,d parameters.",
                    speed.processor(), batches, speed.parameters())));
  }

  static String gate(List<Gate.Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return "";
    }
    boolean kept = outcomes.stream().allMatch(Gate.Outcome::kept);
    return outcomes.stream()
        .map(
            outcome ->
                "<li class=\"%s\">%s</li>\n"
                    .formatted(outcome.kept() ? "kept" : "failed", Html.escape(outcome.toString())))
        .collect(
            Collectors.joining(
                "",
                "<p class=\"%s\">The quality gate says %s.</p>\n<ul>\n"
                    .formatted(kept ? "kept" : "failed", kept ? "yes" : "no"),
                "</ul>\n"));
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
