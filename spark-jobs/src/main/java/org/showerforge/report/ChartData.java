package org.showerforge.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Json;
import org.showerforge.detector.Layer;
import org.showerforge.metrics.ClassifierResult;
import org.showerforge.metrics.EnergyBin;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.SampleShower;

/** What report.js draws, as it reads it: numbers short enough for a picture. */
final class ChartData {
  /** A pixel needs no more. */
  private static final MathContext DIGITS = new MathContext(5);

  private ChartData() {}

  /** The JSON that the page holds; a number that is not finite becomes null. */
  static String of(ReportInput input) {
    Evaluation e = input.evaluation();
    return Json.tree(
            new Page(
                e.detector().layers(),
                List.of(
                    curve("high", e.highLevel().generated()),
                    curve("low", e.lowLevel().generated()),
                    curve("highFloor", e.highLevel().floor()),
                    curve("lowFloor", e.lowLevel().floor())),
                shorten(e.pictures().meanReferenceMeV()),
                shorten(e.pictures().meanGeneratedMeV()),
                showers(e, e.pictures().reference()),
                showers(e, e.pictures().generated()),
                e.features().stream().map(ChartData::shape).toList(),
                e.response(),
                input.histories().stream().map(ChartData::stage).toList()))
        .toString();
  }

  private static Curve curve(String kind, ClassifierResult result) {
    return new Curve(
        kind,
        result.auc(),
        result.roc().stream()
            .map(p -> shorten(List.of(p.falsePositive(), p.truePositive())))
            .toList());
  }

  /** None where the page does not draw them. */
  private static List<Shower> showers(Evaluation e, List<SampleShower> showers) {
    return ChartSections.isCompact(e.detector())
        ? List.of()
        : showers.stream().map(ChartData::shower).toList();
  }

  private static Shower shower(SampleShower shower) {
    return new Shower(shorten(shower.incidentGeV()), shorten(shower.cellsMeV()));
  }

  private static Shape shape(FeatureComparison f) {
    return new Shape(
        f.label() + (f.unit().isEmpty() ? "" : " [" + f.unit() + "]"),
        f.histogram().edges(),
        f.histogram().reference(),
        f.histogram().generated());
  }

  private static Stage stage(StageHistory history) {
    return new Stage(
        history.stage(),
        history.series().stream()
            .map(s -> new Line(s.panel(), s.name(), s.rounds(), shorten(s.values())))
            .toList());
  }

  static List<@Nullable BigDecimal> shorten(List<? extends Number> values) {
    List<@Nullable BigDecimal> shorter = new ArrayList<>();
    for (Number value : values) {
      shorter.add(shorten(value.doubleValue()));
    }
    return shorter;
  }

  private static @Nullable BigDecimal shorten(double value) {
    return Double.isFinite(value) ? new BigDecimal(value, DIGITS).stripTrailingZeros() : null;
  }

  /** The page's data. */
  record Page(
      List<Layer> layers,
      List<Curve> roc,
      List<@Nullable BigDecimal> meanReference,
      List<@Nullable BigDecimal> meanGenerated,
      List<Shower> reference,
      List<Shower> generated,
      List<Shape> shapes,
      List<EnergyBin> response,
      List<Stage> histories) {}

  /** A ROC curve. */
  record Curve(String kind, double auc, List<List<@Nullable BigDecimal>> points) {}

  /** A single shower. */
  record Shower(@Nullable BigDecimal incidentGeV, List<@Nullable BigDecimal> cells) {}

  /** A shower shape's histogram. */
  record Shape(String axis, List<Double> edges, List<Integer> reference, List<Integer> generated) {}

  /** A stage's training. */
  record Stage(String stage, List<Line> series) {}

  /** A training quantity. */
  record Line(String panel, String name, List<Integer> rounds, List<@Nullable BigDecimal> values) {}
}
