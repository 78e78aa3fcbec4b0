package org.showerforge.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.Judged;

/** The figures of a generator over time, as board.js draws them. */
final class BoardCharts {
  /** The figures that the board shows, and what it calls them. */
  static final Map<String, String> HEADLINES = headlines();

  private BoardCharts() {}

  private static Map<String, String> headlines() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("aucHigh", "AUC, shower shapes");
    labels.put("aucLow", "AUC, cells");
    labels.put("fpd", "Fréchet physics distance");
    return labels;
  }

  /**
   * A figure over time.
   *
   * @param name of the file that its numbers are saved as
   * @param label of the axis
   * @param points one per judgement
   * @param production the version in production, a step each
   * @param made where the chart ends, in milliseconds since 1970
   */
  record Chart(String name, String label, List<Point> points, List<Held> production, long made) {}

  /** A judgement. */
  record Point(
      long when,
      int version,
      boolean promoted,
      @Nullable Double value,
      @Nullable Double error,
      @Nullable Double floor) {}

  /** From a moment on the version in production has a value; null if it is not known. */
  record Held(long when, @Nullable Double value) {}

  /** One per headline figure that anything is known of. */
  static List<Chart> of(BoardInput.Generator generator, Instant made) {
    List<InProduction> production = InProduction.of(generator.history());
    List<Chart> charts = new ArrayList<>();
    HEADLINES.forEach(
        (figure, label) -> {
          List<Point> points = points(generator.history(), figure);
          if (!points.isEmpty()) {
            charts.add(
                new Chart(
                    generator.line().replace('/', '-') + "-" + figure,
                    label,
                    points,
                    production.stream()
                        .map(held -> new Held(held.when().toEpochMilli(), value(held, figure)))
                        .toList(),
                    made.toEpochMilli()));
          }
        });
    return charts;
  }

  private static List<Point> points(List<BoardInput.Event> history, String figure) {
    List<Point> points = new ArrayList<>();
    for (BoardInput.Event event : history) {
      boolean promoted = event.action() == BoardInput.Action.PROMOTED;
      Judged judged = event.figures().get(figure);
      if (judged != null && (promoted || event.action() == BoardInput.Action.REJECTED)) {
        points.add(
            new Point(
                event.when().toEpochMilli(),
                event.version(),
                promoted,
                finite(judged.value()),
                finite(judged.error()),
                finite(judged.floor())));
      }
    }
    return points;
  }

  private static @Nullable Double value(InProduction held, String figure) {
    Judged judged = held.figures().get(figure);
    return judged == null ? null : finite(judged.value());
  }

  /** JSON knows no other numbers. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
