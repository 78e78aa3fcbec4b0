package org.showerforge.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.ClassifierComparison;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.EnergyBin;
import org.showerforge.metrics.EnergyResponse;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.Figure;
import org.showerforge.metrics.Importance;
import org.showerforge.metrics.Moments;
import org.showerforge.metrics.NeuralComparison;

/** All figures as tables. */
final class FigureTables {
  private FigureTables() {}

  static String classifiers(Evaluation e) {
    StringBuilder html =
        new StringBuilder(
            "<table><thead><tr><th>Classifier</th><th>AUC</th><th>Floor</th>"
                + "<th>Above the floor</th></tr></thead><tbody>\n");
    html.append(classifier("Trees, shower shapes", e.highLevel()));
    html.append(classifier("Trees, cells", e.lowLevel()));
    html.append(classifier("Neural, shower shapes", e.neuralHigh()));
    html.append(classifier("Neural, cells", e.neuralLow()));
    html.append(
        "</tbody></table>\n<p class=\"note\">Variables that the trees on shower shapes used most: ");
    String separator = "";
    for (Importance importance : e.highLevel().generated().importances()) {
      html.append(separator)
          .append(Html.escape(format("%s %.0f %%", importance.label(), 100 * importance.share())));
      separator = "; ";
    }
    return html.append(".</p>\n").toString();
  }

  private static String classifier(String name, ClassifierComparison test) {
    return row(
        name,
        format("%.4f ± %.4f", test.generated().auc(), test.generated().error()),
        format("%.4f ± %.4f", test.floor().auc(), test.floor().error()),
        test.excessError() > 0
            ? format("%+.1f standard errors", test.excess() / test.excessError())
            : "–");
  }

  private static String classifier(String name, @Nullable NeuralComparison test) {
    return test == null
        ? ""
        : row(
            name,
            format("%.4f ± %.4f", test.generated().auc(), test.generated().error()),
            format("%.4f ± %.4f", test.floor().auc(), test.floor().error()),
            format("divergence %.4f, floor %.4f", test.generated().jsd(), test.floor().jsd()));
  }

  static String figures(Evaluation e) {
    StringBuilder html =
        new StringBuilder(
            "<table class=\"figures\"><thead><tr><th>Shower shape</th><th>Geant4</th>"
                + "<th>Generated</th><th>EMD / floor</th><th>×</th><th>Separation / floor</th>"
                + "<th>×</th><th>KS / floor</th><th>×</th><th>χ²/NDF</th></tr></thead><tbody>\n");
    for (FeatureComparison f : e.worstFirst()) {
      String unit = f.unit().isEmpty() ? "" : ", " + f.unit();
      html.append(
          row(
              f.label() + unit,
              moments(f.reference()),
              moments(f.generated()),
              figure(f.emd()),
              times(f.emd()),
              figure(f.separation()),
              times(f.separation()),
              figure(f.ks()),
              times(f.ks()),
              Digits.three(f.chiSquare().value())));
    }
    return html.append("</tbody></table>\n").toString();
  }

  static String response(Evaluation e) {
    StringBuilder html =
        new StringBuilder(
            "<table><thead><tr><th>E_inc, GeV</th><th>Events</th><th>Mean, Geant4</th>"
                + "<th>Mean, generated</th><th>Resolution, Geant4</th>"
                + "<th>Resolution, generated</th><th></th></tr></thead><tbody>\n");
    for (EnergyBin bin : e.response()) {
      EnergyResponse a = bin.reference();
      EnergyResponse b = bin.generated();
      html.append(
          row(
              format("%.3g–%.3g", bin.fromGeV(), bin.toGeV()),
              (a == null ? "few" : format("%,d", a.events()))
                  + " / "
                  + (b == null ? "few" : format("%,d", b.events())),
              mean(a),
              mean(b),
              resolution(a),
              resolution(b),
              bin.remark()));
    }
    return html.append("</tbody></table>\n").toString();
  }

  private static String mean(@Nullable EnergyResponse r) {
    return r == null ? "–" : format("%.5f ± %.5f", r.mean(), r.meanError());
  }

  private static String resolution(@Nullable EnergyResponse r) {
    return r == null
        ? "–"
        : format("(%.3f ± %.3f) %%", 100 * r.resolution(), 100 * r.resolutionError());
  }

  private static String moments(Moments m) {
    return Digits.three(m.mean()) + " ± " + Digits.three(m.rms());
  }

  private static String figure(Figure f) {
    return Digits.three(f.value())
        + " ± "
        + Digits.three(f.error())
        + " / "
        + Digits.three(f.floor());
  }

  private static String times(Figure f) {
    return f.timesFloor().isPresent() ? format("%.1f", f.timesFloor().getAsDouble()) : "–";
  }

  static String row(String... cells) {
    StringBuilder html = new StringBuilder("<tr>");
    for (String cell : cells) {
      html.append("<td>").append(Html.escape(cell)).append("</td>");
    }
    return html.append("</tr>\n").toString();
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
