package org.showerforge.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** Conditions are distributed as the request says, which can be written down and read again. */
final class DistributionTest {
  @TempDir private Path folder;

  private static Distribution of(String yaml) {
    return Json.readYaml(
        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
        Distribution.class,
        "conditions.energy");
  }

  /** How many of all values are below x, by the definition of each distribution. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{uniform: [1, 21]}; 6; 0.25",
        "{logUniform: [1, 100]}; 10; 0.5",
        "{powerLaw: [1, 10, 2]}; 2; 0.555555",
        "{powerLaw: [1, 10, 0]}; 5.5; 0.5",
        "{powerLaw: [2, 20, 3.5]}; 4; 0.825835",
        "{histogram: {edges: [1, 2, 4, 5], counts: [1, 2, 1]}}; 3; 0.5",
        "{histogram: {edges: [1, 2, 4, 5], counts: [0, 2, 0]}}; 2.5; 0.25"
      })
  void theCumulativeDistributionIsTheOneMeant(String yaml, double x, double below) {
    Distribution distribution = of(yaml);
    int count = 100_000;
    int found = 0;
    double last = distribution.low();
    for (int i = 0; i < count; i++) {
      double value = distribution.value((i + 0.5) / count, i);
      assertThat(value).isBetween(last, distribution.high() * (1 + 1e-12));
      last = value;
      found += value < x ? 1 : 0;
    }
    assertThat(found / (double) count).isCloseTo(below, within(2e-5));
  }

  @Test
  void aGridTakesItsValuesInTurn() {
    Distribution grid = of("{grid: [5, 1, 20]}");
    assertThat(grid.turns()).isEqualTo(3);
    assertThat(grid.low()).isEqualTo(1);
    assertThat(grid.high()).isEqualTo(20);
    double[] values = new double[7];
    for (int i = 0; i < values.length; i++) {
      values[i] = grid.value(0.3, i);
    }
    assertThat(values).containsExactly(5, 1, 20, 5, 1, 20, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{fixed: 10}",
        "{uniform: [1, 20]}",
        "{logUniform: [1, 20]}",
        "{powerLaw: [1, 20, 2.7]}",
        "{grid: [1, 2, 5]}",
        "{histogram: {edges: [1, 2, 4], counts: [3, 1]}}"
      })
  void whatIsWrittenIsRead(String yaml) {
    Distribution distribution = of(yaml);
    String written = new String(Json.write(distribution), StandardCharsets.UTF_8);
    assertThat(of(written)).isEqualTo(distribution);
  }

  @Test
  void aHistogramComesFromAFile() throws IOException {
    Path file = folder.resolve("energies.csv");
    Files.writeString(file, "low,high,count\n# GeV\n1,2,30\n2,5,10\n");
    assertThat(of("{histogram: %s}".formatted(file)))
        .isEqualTo(of("{histogram: {edges: [1, 2, 5], counts: [30, 10]}}"));
    Files.writeString(file, "low,high,count\n1,2,30\n3,5,10\n");
    assertThatThrownBy(() -> of("{histogram: %s}".formatted(file)))
        .hasMessageContaining(file + ", line 3: begins at 3.0, not at 2.0");
    Files.writeString(file, "1,2\n");
    assertThatThrownBy(() -> of("{histogram: %s}".formatted(file)))
        .hasMessageContaining("line 1: must be low,high,count, got '1,2'");
    assertThatThrownBy(() -> of("{histogram: nowhere.csv}"))
        .hasMessageContaining("histogram nowhere.csv cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{uniform: [2, 1]}; min <= max, got [2.0, 1.0]",
        "{logUniform: [0, 1]}; logUniform: min must be > 0, got 0.0",
        "{powerLaw: [1, 20]}; a condition is chosen as",
        "{grid: []}; a condition is chosen as",
        "{grid: [1, x]}; a condition is chosen as",
        "{fixed: [1]}; a condition is chosen as",
        "{fixed: yes}; a condition is chosen as",
        "{gauss: [1, 2]}; a condition is chosen as",
        "{histogram: {edges: [1, 2], counts: [0]}}; all counts are 0",
        "{histogram: {edges: [1, 1], counts: [1]}}; edges must increase, got 1.0 and 1.0",
        "{histogram: {edges: [1, 2], counts: [1, 1]}}; one edge more than counts",
        "{histogram: {edges: [1, 2], counts: [-1]}}; counts must be >= 0, got -1.0"
      })
  void whatCannotBeIsRefused(String yaml, String why) {
    assertThatThrownBy(() -> of(yaml)).isInstanceOf(UserException.class).hasMessageContaining(why);
  }
}
