package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** Every bad value of a schedule is refused by its key; the learning rate is held, then falls. */
final class TrainingScheduleTest {
  private static final TrainingSchedule GOOD =
      new TrainingSchedule(100, 16, 3, UpdaterKind.ADAM, 1e-3, 0.5, 0.1, 0.99);

  @ParameterizedTest
  @CsvSource({
    "iterations, 0",
    "iterations, -1",
    "batch, 0",
    "batch, 1048577",
    "criticSteps, 0",
    "learningRate, 0",
    "learningRate, -1",
    "learningRate, NaN",
    "learningRate, Infinity",
    "holdFraction, -0.1",
    "holdFraction, 1.1",
    "holdFraction, NaN",
    "finalRate, -0.1",
    "finalRate, 1.1",
    "finalRate, NaN",
    "emaDecay, -0.1",
    "emaDecay, 1",
    "emaDecay, NaN"
  })
  void badValuesAreRefused(String key, String value) {
    assertThatThrownBy(() -> with(key, value))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(key + ": must be")
        .hasMessageContaining("got " + value.replaceAll("\\.0$", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "iterations, 1",
    "batch, 1048576",
    "criticSteps, 1",
    "holdFraction, 0",
    "holdFraction, 1",
    "finalRate, 0",
    "finalRate, 1",
    "emaDecay, 0"
  })
  void boundsThemselvesAreFine(String key, String value) {
    assertThat(with(key, value)).isNotNull();
  }

  private static TrainingSchedule with(String key, String value) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Json.tree(GOOD).fields().forEachRemaining(field -> tree.put(field.getKey(), field.getValue()));
    boolean whole = key.equals("iterations") || key.equals("batch") || key.equals("criticSteps");
    Object number = Double.parseDouble(value);
    tree.put(key, whole ? (Object) Integer.parseInt(value) : number);
    return Json.convert(Json.tree(tree), TrainingSchedule.class, "schedule");
  }

  @Test
  void theLearningRateIsHeldThenFallsToTheFinalOne() {
    assertThat(GOOD.learningRate(0)).isEqualTo(1e-3);
    assertThat(GOOD.learningRate(50)).isEqualTo(1e-3);
    assertThat(GOOD.learningRate(75)).isCloseTo(0.55e-3, within(1e-12));
    assertThat(GOOD.learningRate(100)).isCloseTo(1e-4, within(1e-12));
    double before = 1;
    for (int i = 0; i <= 100; i++) {
      assertThat(GOOD.learningRate(i)).isPositive().isLessThanOrEqualTo(before);
      before = GOOD.learningRate(i);
    }
  }

  @Test
  void aRateHeldThroughoutNeverFalls() {
    TrainingSchedule held = new TrainingSchedule(10, 16, 3, UpdaterKind.ADAM, 1e-3, 1, 0, 0.99);
    for (int i = 0; i <= 10; i++) {
      assertThat(held.learningRate(i)).isEqualTo(1e-3);
    }
  }
}
