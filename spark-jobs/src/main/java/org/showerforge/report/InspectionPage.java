package org.showerforge.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

/** The page of an inspection: one file that holds all it needs, as {@link ReportPage} is. */
public final class InspectionPage {
  /** Of a detector with more layers the others are folded away. */
  private static final int OPEN_LAYERS = 4;

  private InspectionPage() {}

  /** The page. */
  public static String render(InspectionInput input) {
    boolean two = input.names().size() > 1;
    Map<String, String> slots =
        Map.ofEntries(
            Map.entry("title", Html.escape(String.join(" and ", input.names()))),
            Map.entry("facts", Html.escape(input.facts())),
            Map.entry("verdict", Html.escape(input.verdict())),
            Map.entry("findings", findings(input.findings())),
            Map.entry("key", two ? key(input.names()) : ""),
            Map.entry("histograms", histograms(input)),
            Map.entry("maps", maps(input)),
            Map.entry("table", table(input)),
            Map.entry("note", two ? COMPARED : ""));
    return PageResources.page("inspection", slots, data(input));
  }

  private static final String COMPARED =
      """
      <p class="note">shift/error: difference of the means over its standard error. KS: \
      Kolmogorov–Smirnov distance of the histograms, p(KS) its probability without drift. \
      A verdict is “drift” where the less probable of the two is beyond what chance does in one \
      of a thousand comparisons as a whole.</p>
      """;

  private static String findings(List<String> findings) {
    StringBuilder html = new StringBuilder();
    for (String finding : findings) {
      html.append("<li>").append(Html.escape(finding)).append("</li>\n");
    }
    return html.isEmpty() ? "" : "<ul>\n" + html + "</ul>\n";
  }

  private static String key(List<String> names) {
    return """
    <p class="note"><span class="key geant4"></span>A: %s <span class="key generated"></span>B: %s. \
    Fraction of events per bin over the bin's width; below, B over A: the band is one standard \
    error of that ratio about 1, triangles mark ratios above the panel. A coloured frame marks a \
    quantity that drifted.</p>
    """
        .formatted(Html.escape(names.get(0)), Html.escape(names.get(1)));
  }

  private static String histograms(InspectionInput input) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < input.histograms().size(); i++) {
      String name = input.histograms().get(i).name();
      html.append(
          """
          <figure class="shape%s">
          <figcaption><b>%s</b></figcaption>
          <div class="chart" data-histogram="%d"></div>
          </figure>
          """
              .formatted(input.drifted().contains(name) ? " off" : "", Html.escape(name), i));
    }
    return html.toString();
  }

  private static String maps(InspectionInput input) {
    if (input.maps().isEmpty()) {
      return "<p class=\"note\">The detector has no layers.</p>\n";
    }
    List<Layer> layers = input.detector().layers();
    StringBuilder html = new StringBuilder();
    for (int l = 0; l < layers.size(); l++) {
      StringBuilder figures = new StringBuilder();
      for (int m = 0; m < input.maps().size(); m++) {
        InspectionInput.CellMap map = input.maps().get(m);
        figures.append(
            """
            <figure class="wide">
            <figcaption><b>%s</b>, %s%s</figcaption>
            <div class="chart" data-map="%d" data-layer="%d"></div>
            </figure>
            """
                .formatted(
                    Html.escape(layers.get(l).name()),
                    Html.escape(map.what()),
                    Html.escape(map.unit().isEmpty() ? "" : ", " + map.unit()),
                    m,
                    l));
      }
      boolean open = layers.size() <= OPEN_LAYERS;
      html.append(open ? "" : summary(input, l)).append(figures).append(open ? "" : "</details>\n");
    }
    return html.toString();
  }

  /** The line of a layer that is folded away; the layers where most is amiss are open. */
  private static String summary(InspectionInput input, int layer) {
    double worst = worst(input, layer);
    long worse =
        IntStream.range(0, input.detector().layers().size())
            .filter(l -> l != layer)
            .filter(l -> worst(input, l) > worst || (worst(input, l) == worst && l < layer))
            .count();
    return "<details%s><summary>%s%s</summary>\n"
        .formatted(
            worse < OPEN_LAYERS ? " open" : "",
            Html.escape(input.detector().layers().get(layer).name()),
            worst > 0 ? String.format(Locale.ROOT, ", greatest |z| %.1f", worst) : "");
  }

  private static double worst(InspectionInput input, int layer) {
    DetectorSpec detector = input.detector();
    double worst = 0;
    for (InspectionInput.CellMap map : input.maps()) {
      int end = map.z().isEmpty() ? 0 : detector.offset(layer + 1);
      for (int cell = detector.offset(layer); cell < end; cell++) {
        double z = Math.abs(map.z().get(cell));
        worst = z > worst ? z : worst;
      }
    }
    return worst;
  }

  private static String table(InspectionInput input) {
    StringBuilder html = new StringBuilder("<table class=\"figures\"><thead><tr>");
    input.header().forEach(h -> html.append("<th>").append(Html.escape(h)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : input.rows()) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(Html.escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table>\n").toString();
  }

  /** The JSON that the page holds. */
  private static String data(InspectionInput input) {
    return Json.tree(
            new Page(
                input.detector().layers(),
                input.histograms().stream()
                    .map(
                        h ->
                            new Histogram(
                                h.name() + (h.unit().isEmpty() ? "" : " [" + h.unit() + "]"),
                                h.edges(),
                                ChartData.shorten(h.a()),
                                ChartData.shorten(h.b()),
                                h.eventsA(),
                                h.eventsB()))
                    .toList(),
                input.maps().stream()
                    .map(
                        m ->
                            new CellColours(
                                m.logarithmic(),
                                m.unit(),
                                ChartData.shorten(m.a()),
                                ChartData.shorten(m.b()),
                                ChartData.shorten(m.z())))
                    .toList()))
        .toString();
  }

  /** The page's data. */
  record Page(List<Layer> layers, List<Histogram> histograms, List<CellColours> maps) {}

  /** A histogram. */
  record Histogram(
      String axis,
      List<Double> edges,
      List<@Nullable BigDecimal> a,
      List<@Nullable BigDecimal> b,
      double eventsA,
      double eventsB) {}

  /** A figure of all cells. */
  record CellColours(
      boolean logarithmic,
      String unit,
      List<@Nullable BigDecimal> a,
      List<@Nullable BigDecimal> b,
      List<@Nullable BigDecimal> z) {}
}
