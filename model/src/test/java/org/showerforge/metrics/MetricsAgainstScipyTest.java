package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.card.Json;

/** The distances and the ROC against SciPy; expected.py beside expected.json made the numbers. */
final class MetricsAgainstScipyTest {
  /** Both sides compute in doubles and differ in the order of sums alone. */
  private static final double ROUNDING = 1e-12;

  @ParameterizedTest
  @ValueSource(strings = {"smooth", "tied", "mostlyZero"})
  void agreesWithScipy(String kind) throws IOException {
    double[] a = transformed(kind, TestNumbers.uniform(1, 500), 0.8);
    double[] power =
        Arrays.stream(TestNumbers.uniform(2, 700)).map(u -> Math.pow(u, 1.3) + 0.05).toArray();
    double[] b = transformed(kind, power, 0.7);
    Map<String, Double> expected = expected(kind);
    assertThat(EarthMovers.distance(a, b)).isCloseTo(expected.get("emd"), within(ROUNDING));
    assertThat(KolmogorovSmirnov.statistic(a, b)).isCloseTo(expected.get("ks"), within(ROUNDING));
    assertThat(SeparationPower.of(a, b)).isCloseTo(expected.get("separation"), within(ROUNDING));
    Roc roc = Roc.of(a, b);
    assertThat(roc.auc()).isCloseTo(expected.get("auc"), within(ROUNDING));
    assertThat(roc.error()).isCloseTo(expected.get("error"), within(ROUNDING));
  }

  private static double[] transformed(String kind, double[] values, double pedestal) {
    return switch (kind) {
      case "tied" -> Arrays.stream(values).map(v -> Math.floor(v * 7)).toArray();
      case "mostlyZero" -> Arrays.stream(values).map(v -> Math.max(0, v - pedestal)).toArray();
      default -> values;
    };
  }

  private static Map<String, Double> expected(String kind) throws IOException {
    try (InputStream in = MetricsAgainstScipyTest.class.getResourceAsStream("expected.json")) {
      Expected all = Json.read(Objects.requireNonNull(in), Expected.class, "expected.json");
      return switch (kind) {
        case "smooth" -> all.smooth();
        case "tied" -> all.tied();
        default -> all.mostlyZero();
      };
    }
  }

  /** The layout of expected.json. */
  record Expected(
      Map<String, Double> smooth, Map<String, Double> tied, Map<String, Double> mostlyZero) {}
}
