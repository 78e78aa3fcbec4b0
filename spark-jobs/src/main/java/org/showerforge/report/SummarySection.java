package org.showerforge.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.showerforge.metrics.ClassifierComparison;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.FeatureComparison;

/** The parts of the page that are words. */
final class SummarySection {
  private SummarySection() {}

  static String title(ReportInput input) {
    return "%s: %s showers in %s"
        .formatted(
            input.facts().generator(),
            input.facts().particle(),
            input.evaluation().detector().name());
  }

  static String facts(ReportInput input) {
    Evaluation e = input.evaluation();
    return Html.escape(
        format(
            "Detector %s, %d cells in %d layers, read-out threshold %s MeV · %,d events of each"
                + " sample compared (given: %,d Geant4, %,d other Geant4, %,d generated) · seed %d"
                + " · ShowerForge %s",
            e.detector().name(),
            e.detector().cells(),
            e.detector().layers().size(),
            Digits.three(e.detector().thresholdMeV()),
            e.sizes().compared(),
            e.sizes().reference(),
            e.sizes().second(),
            e.sizes().generated(),
            e.settings().seed(),
            input.facts().version()));
  }

  static String tiles(ReportInput input) {
    Evaluation e = input.evaluation();
    FeatureComparison response =
        e.features().stream().filter(f -> f.name().equals("response")).findFirst().orElseThrow();
    Double speed = input.facts().showersPerMinute();
    long off = e.features().stream().filter(FeatureComparison::beyondChance).count();
    return tile("Events", format("%,d", e.sizes().compared()), "of each sample")
        + classifier("AUC, shower shapes", e.highLevel())
        + classifier("AUC, cells", e.lowLevel())
        + tile("Shapes off", format("%d of %d", off, e.features().size()), "beyond chance")
        + tile(
            "Energy response",
            format("%.4f", response.generated().mean()),
            format(
                "Geant4 %.4f; RMS %.4f, Geant4 %.4f",
                response.reference().mean(),
                response.generated().rms(),
                response.reference().rms()))
        + (speed == null
            ? tile("Showers per minute", "–", "not measured")
            : tile("Showers per minute", format("%,.0f", speed), "generated"));
  }

  private static String classifier(String label, ClassifierComparison test) {
    return tile(
        label,
        format("%.3f", test.generated().auc()),
        format(
            "± %.3f; floor %.3f ± %.3f",
            test.generated().error(), test.floor().auc(), test.floor().error()));
  }

  private static String tile(String label, String value, String below) {
    return "<div class=\"tile\"><span class=\"label\">%s</span><span class=\"value\">%s</span><span class=\"below\">%s</span></div>\n"
        .formatted(Html.escape(label), Html.escape(value), Html.escape(below));
  }

  static String findings(Evaluation e) {
    return e.findings().stream()
        .map(finding -> "<li>" + Html.escape(finding) + "</li>\n")
        .collect(Collectors.joining());
  }

  static String cards(Map<String, JsonNode> cards) {
    if (cards.isEmpty()) {
      return "<p class=\"note\">No cards were given.</p>\n";
    }
    return cards.entrySet().stream()
        .map(
            card ->
                "<details><summary>%s</summary><pre>%s</pre></details>\n"
                    .formatted(
                        Html.escape(card.getKey()), Html.escape(card.getValue().toPrettyString())))
        .collect(Collectors.joining());
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
