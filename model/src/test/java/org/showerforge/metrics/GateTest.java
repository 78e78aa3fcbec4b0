package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;

/** Bounds are kept or not, and what cannot be judged is refused. */
final class GateTest {
  private static final Map<String, Judged> FIGURES =
      Map.of("fpd", new Judged(0.2, 0.01, 0.05), "recall", new Judged(0.8, 0, 0.9));
  private static final Map<String, Judged> INCUMBENT = Map.of("fpd", new Judged(0.25, 0.01, 0.05));

  @ParameterizedTest
  @CsvSource({
    "fpd, max, 0.2, true",
    "fpd, max, 0.19, false",
    "recall, min, 0.8, true",
    "recall, min, 0.81, false",
    "fpd, maxTimesFloor, 4, true",
    "fpd, maxTimesFloor, 3.9, false",
    "fpd, maxTimesIncumbent, 0.8, true",
    "fpd, maxTimesIncumbent, 0.7, false"
  })
  void boundsAreJudged(String figure, String bound, double limit, boolean kept) {
    Gate gate = new Gate(Map.of(figure, Map.of(bound, limit)));
    assertThat(gate.needsIncumbent()).isEqualTo(bound.equals("maxTimesIncumbent"));
    assertThat(gate.judge(FIGURES, INCUMBENT))
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.kept()).as("%s", outcome).isEqualTo(kept));
  }

  @Test
  void whatIsNoNumberIsNotKept() {
    Gate gate = new Gate(Map.of("fpd", Map.of("max", 1.0, "min", 0.0)));
    assertThat(gate.judge(Map.of("fpd", new Judged(Double.NaN, 0, 0)), Map.of()))
        .hasSize(2)
        .noneMatch(Gate.Outcome::kept);
  }

  @Test
  void unknownFiguresAndBoundsAreNamed() {
    assertThatThrownBy(() -> new Gate(Map.of("fpd", Map.of("most", 1.0))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("gate.fpd")
        .hasMessageContaining("most: 1.0");
    assertThatThrownBy(() -> new Gate(Map.of("fpd", Map.of())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("needs one of [max, min");
    Gate gate = new Gate(Map.of("fdp", Map.of("max", 1.0)));
    assertThatThrownBy(() -> gate.judge(FIGURES, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("gate.fdp: this evaluation has no such figure")
        .hasMessageContaining("fpd");
  }
}
