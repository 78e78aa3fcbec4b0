package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.showerforge.UserException;

/**
 * Bounds that an evaluation must keep, by figure: {@code max} and {@code min} of its value, {@code
 * maxTimesFloor} and {@code maxTimesIncumbent} of its value over the floor's or another
 * generator's.
 */
public final class Gate {
  private static final List<String> BOUNDS =
      List.of("max", "min", "maxTimesFloor", "maxTimesIncumbent");

  private final Map<String, Map<String, Double>> rules;

  /** A gate; checks the names of the bounds. */
  public Gate(Map<String, Map<String, Double>> rules) {
    this.rules = new LinkedHashMap<>(rules);
    rules.forEach(
        (figure, bounds) -> {
          if (bounds.isEmpty()) {
            throw new UserException("gate.%s: needs one of %s", figure, BOUNDS);
          }
          bounds.forEach(
              (bound, value) -> {
                if (!BOUNDS.contains(bound) || value == null || !Double.isFinite(value)) {
                  throw new UserException(
                      "gate.%s: must be a finite number for any of %s, got %s: %s",
                      figure, BOUNDS, bound, value);
                }
              });
        });
  }

  /** Whether a bound compares with another generator. */
  public boolean needsIncumbent() {
    return rules.values().stream().anyMatch(bounds -> bounds.containsKey("maxTimesIncumbent"));
  }

  /**
   * A bound, judged.
   *
   * @param figure the figure's name
   * @param value its value
   * @param bound what it must keep, in words
   * @param kept whether it does
   */
  public record Outcome(String figure, double value, String bound, boolean kept) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s %.5g: %s %s", figure, value, bound, kept ? "kept" : "not kept");
    }
  }

  /**
   * Judges figures.
   *
   * @param incumbent the figures of the generator to compare with; empty if no bound needs it
   */
  public List<Outcome> judge(Map<String, Judged> figures, Map<String, Judged> incumbent) {
    List<Outcome> outcomes = new ArrayList<>();
    rules.forEach(
        (figure, bounds) -> {
          Judged found = find(figures, figure, "this evaluation");
          bounds.forEach(
              (bound, limit) -> {
                double scale =
                    switch (bound) {
                      case "maxTimesFloor" -> found.floor();
                      case "maxTimesIncumbent" ->
                          find(incumbent, figure, "the incumbent's evaluation").value();
                      default -> 1;
                    };
                double most = limit * scale;
                // Turned round so that a figure that is no number is not kept.
                boolean kept = bound.equals("min") ? found.value() >= most : found.value() <= most;
                String words =
                    switch (bound) {
                      case "min" -> "at least %.5g";
                      case "max" -> "at most %.5g";
                      case "maxTimesFloor" -> "at most %.5g floors of %.5g";
                      default -> "at most %.5g times the incumbent's %.5g";
                    };
                outcomes.add(
                    new Outcome(
                        figure,
                        found.value(),
                        String.format(Locale.ROOT, words, limit, scale),
                        kept));
              });
        });
    return outcomes;
  }

  private static Judged find(Map<String, Judged> figures, String name, String where) {
    Judged found = figures.get(name);
    if (found == null) {
      throw new UserException(
          "gate.%s: %s has no such figure; it has %s",
          name, where, figures.keySet().stream().filter(figure -> !figure.contains("/")).toList());
    }
    return found;
  }
}
