package org.showerforge.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.Figure;

/** The places for charts, and the captions of those that have one. */
final class ChartSections {
  /** With more layers than this, their pictures are small, and single showers are left out. */
  private static final int MOST_LARGE_LAYERS = 12;

  /** No more shower shapes than this have a chart: those that differ most. */
  private static final int MOST_SHAPES = 60;

  private ChartSections() {}

  /** Whether the detector has so many layers that their pictures are small. */
  static boolean isCompact(DetectorSpec detector) {
    return detector.layers().size() > MOST_LARGE_LAYERS;
  }

  static String showers(DetectorSpec detector) {
    return isCompact(detector) ? smallMultiples(detector) : largePictures(detector);
  }

  private static String smallMultiples(DetectorSpec detector) {
    return IntStream.range(0, detector.layers().size())
        .mapToObj(
            i ->
                """
                <figure class="shape">
                <figcaption><b>%s</b>, mean energy per cell</figcaption>
                <div class="chart" data-mean="%d" data-compact="1"></div>
                </figure>
                """
                    .formatted(Html.escape(detector.layers().get(i).name()), i))
        .collect(
            Collectors.joining(
                "",
                "<div class=\"shapes\">\n",
                "<p class=\"note\">Single showers are not drawn for more than "
                    + MOST_LARGE_LAYERS
                    + " layers.</p>\n</div>\n"));
  }

  private static String largePictures(DetectorSpec detector) {
    return IntStream.range(0, detector.layers().size())
        .mapToObj(
            i ->
                """
                <figure class="wide">
                <figcaption><b>%s</b>, mean energy per cell</figcaption>
                <div class="chart" data-mean="%d"></div>
                </figure>
                <figure class="wide">
                <figcaption><b>%s</b>, single showers: Geant4 above, generated below</figcaption>
                <div class="chart" data-samples="%d"></div>
                </figure>
                """
                    .formatted(
                        Html.escape(detector.layers().get(i).name()),
                        i,
                        Html.escape(detector.layers().get(i).name()),
                        i))
        .collect(Collectors.joining());
  }

  static String shapes(Evaluation e) {
    List<FeatureComparison> all = e.features();
    Set<String> drawn =
        e.worstFirst().stream()
            .limit(MOST_SHAPES)
            .map(FeatureComparison::name)
            .collect(Collectors.toSet());
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      if (drawn.contains(all.get(i).name())) {
        html.append(shape(all.get(i), i));
      }
    }
    if (drawn.size() < all.size()) {
      html.append(
          format(
              "<p class=\"note\">The %d of %d shapes that differ most; the table below has all.</p>\n",
              drawn.size(), all.size()));
    }
    return html.toString();
  }

  private static String shape(FeatureComparison f, int index) {
    String outside =
        f.histogram().referenceOutside() + f.histogram().generatedOutside() == 0
            ? ""
            : format(
                " Outside the range: %d Geant4, %d generated.",
                f.histogram().referenceOutside(), f.histogram().generatedOutside());
    String caption =
        format(
            "EMD %s%s, floor %s (%s). Separation power %s, floor %s (%s).%s %s",
            Digits.three(f.emd().value()),
            f.unit().isEmpty() ? "" : " " + f.unit(),
            Digits.three(f.emd().floor()),
            times(f.emd()),
            Digits.three(f.separation().value()),
            Digits.three(f.separation().floor()),
            times(f.separation()),
            outside,
            f.remark());
    return """
    <figure class="shape%s">
    <figcaption><b>%s</b></figcaption>
    <div class="chart" data-feature="%d" data-name="%s"></div>
    <figcaption class="below">%s</figcaption>
    </figure>
    """
        .formatted(
            f.beyondChance() ? " off" : "",
            Html.escape(f.label()),
            index,
            Html.escape(f.name()),
            Html.escape(caption.strip()));
  }

  static String times(Figure figure) {
    return figure.timesFloor().isPresent()
        ? format("× %.1f", figure.timesFloor().getAsDouble())
        : "floor is zero";
  }

  static String histories(List<StageHistory> histories) {
    if (histories.stream().allMatch(stage -> stage.series().isEmpty())) {
      return "<p class=\"note\">No training history was given.</p>\n";
    }
    StringBuilder html = new StringBuilder("<div class=\"shapes\">\n");
    for (int stage = 0; stage < histories.size(); stage++) {
      StageHistory history = histories.get(stage);
      for (String panel : history.series().stream().map(HistorySeries::panel).distinct().toList()) {
        html.append(
            """
            <figure class="shape">
            <figcaption><b>%s</b>: %s</figcaption>
            <div class="chart" data-stage="%d" data-panel="%s"></div>
            </figure>
            """
                .formatted(
                    Html.escape(history.stage()), Html.escape(panel), stage, Html.escape(panel)));
      }
    }
    return html.append("</div>\n").toString();
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
