package org.showerforge.report;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.WholeComparison;

/** The comparison of whole data sets, the shapes that are off most first. */
final class WholeTable {
  private WholeTable() {}

  static String of(@Nullable WholeComparison whole) {
    if (whole == null) {
      return "<p class=\"note\">The samples above are all events that there are.</p>\n";
    }
    StringBuilder html =
        new StringBuilder(
            format(
                "<p class=\"note\">%,d Geant4 events, %,d other ones for the floor and %,d generated"
                    + " events, each read once. Fr\u00e9chet distance of all shapes, of all events as"
                    + " they are: %.3g (floor %.3g).</p>\n",
                whole.reference(),
                whole.second(),
                whole.generated(),
                whole.frechet(),
                whole.frechetFloor()));
    html.append(
        "<table class=\"figures\"><thead><tr><th>Shower shape</th><th>Geant4 mean</th>"
            + "<th>Generated mean</th><th>Separation power</th><th>Floor</th><th>By chance</th>"
            + "</tr></thead><tbody>\n");
    whole.shapes().stream()
        .sorted(Comparator.comparingDouble(WholeComparison.Shape::separation).reversed())
        .forEach(
            shape ->
                html.append(
                    FigureTables.row(
                        shape.label(),
                        Digits.three(shape.referenceMean()),
                        Digits.three(shape.generatedMean()),
                        format("%.2g", shape.separation()),
                        format("%.2g", shape.floor()),
                        format("%.2g", shape.chance()))));
    return html.append("</tbody></table>\n").toString();
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
