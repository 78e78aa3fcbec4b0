package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.PolarLayer;

/**
 * Distances in several dimensions against SciPy and scikit-learn; expected_distances.py made the
 * numbers.
 */
final class DistancesAgainstScipyTest {
  /** Both sides compute in doubles; matrix roots and products lose some digits. */
  private static final double ROUNDING = 1e-10;

  private static final FeatureTable A = table(1, 400, 1.0);
  private static final FeatureTable B = table(2, 300, 1.2);

  private static JsonNode expected;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        DistancesAgainstScipyTest.class.getResourceAsStream("expected_distances.json")) {
      expected = new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }

  /** As expected_distances.py has it. */
  private static FeatureTable table(long seed, int rows, double power) {
    double[] u = TestNumbers.uniform(seed, 3 * rows);
    float[] values = new float[3 * rows];
    for (int i = 0; i < rows; i++) {
      double first = u[3 * i];
      values[3 * i] = (float) Math.pow(first, power);
      values[3 * i + 1] = (float) (first * u[3 * i + 1] + 0.1 * power);
      values[3 * i + 2] = (float) (2 * u[3 * i + 2] * u[3 * i + 2] - first);
    }
    return TestTables.of(rows, 3, values);
  }

  private static void agrees(@Nullable Double value, String name) {
    assertThat(value).as(name).isNotNull();
    assertThat(expected.has(name)).as(name).isTrue();
    assertThat(value).as(name).isCloseTo(expected.get(name).asDouble(), within(ROUNDING));
  }

  @Test
  void frechetAndKernelDistance() {
    agrees(FrechetDistance.between(A, B), "frechet");
    agrees(KernelDistance.squared(TestTables.rows(A), TestTables.rows(B)), "kernel");
  }

  @Test
  void neighbours() {
    Rows real = TestTables.rows(A);
    Rows generated = TestTables.rows(B);
    Neighbours found = Neighbours.of(real, generated);
    agrees(found.precision(), "precision");
    agrees(found.recall(), "recall");
    agrees(found.density(), "density");
    agrees(found.coverage(), "coverage");
    double mean = Arrays.stream(Neighbours.nearest(generated, real)).average().orElseThrow();
    // Distances are roots of differences: half the digits near zero.
    assertThat(mean).isCloseTo(expected.get("nearest").asDouble(), within(1e-8));
  }

  @Test
  void divergences() {
    double[] a = A.column(0);
    double[] b = B.column(0);
    Divergences found = Divergences.of(a, b);
    agrees(found.kullbackLeibler(), "kullbackLeibler");
    agrees(found.reverseKullbackLeibler(), "reverseKullbackLeibler");
    agrees(found.jensenShannon(), "jensenShannon");
    agrees(found.totalVariation(), "totalVariation");
    agrees(found.squaredHellinger(), "squaredHellinger");
    agrees(found.pearson(), "pearson");
    agrees(found.neyman(), "neyman");
    ChiSquare chiSquare = ChiSquare.of(a, b);
    agrees(chiSquare.value(), "chi2");
    assertThat(chiSquare.degrees()).isEqualTo(expected.get("ndf").asInt());
  }

  @Test
  void correlations() {
    agrees(Correlations.of(A).get(0).get(1), "correlation");
  }

  /** Six showers in three rings and in two times four sectors; the third has nothing in these. */
  @Test
  void featuresOfCaloChallenge() {
    DetectorSpec detector =
        new DetectorSpec(
            "polar",
            List.of(new Condition("energy", "GeV", 0.1, 100, Condition.Scale.LOG)),
            List.of(
                new PolarLayer("rings", 1, List.of(0.0, 5.0, 10.0, 20.0), 0),
                new PolarLayer("sectors", 4, List.of(0.0, 4.0, 9.0), 0)),
            0,
            List.of());
    double[] uniform = TestNumbers.uniform(5, 66);
    float[] response = new float[66];
    for (int i = 0; i < response.length; i++) {
      float energy = (float) (100 * Math.pow(uniform[i], 3));
      boolean emptied = i / 11 == 2 && i % 11 >= 3;
      response[i] = energy < 20 || emptied ? 0 : energy;
    }
    double[] energies = TestNumbers.uniform(6, 6);
    float[] conditions = new float[6];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = (float) (1 + 50 * energies[i]);
    }
    ShowerSample sample = new ShowerSample(detector, 6, conditions, response);
    assertThat(ChallengeTables.fit(sample)).isTrue();
    FeatureTable high = ChallengeTables.highLevel(sample);
    JsonNode rows = expected.get("challenge");
    assertThat(high.width()).isEqualTo(rows.get(0).size());
    for (int event = 0; event < 6; event++) {
      for (int k = 0; k < high.width(); k++) {
        double number = rows.get(event).get(k).asDouble();
        // In single precision; a width is the root of a difference.
        assertThat((double) high.value(event, k))
            .as("shower %d, %s", event, high.columns().get(k))
            .isCloseTo(number, within(2e-6 * Math.max(1, Math.abs(number))));
      }
    }
    FeatureTable low = ChallengeTables.lowLevel(sample);
    assertThat((double) low.value(1, 0)).isCloseTo(Math.log10(1000 * conditions[1]), within(1e-6));
    assertThat((double) low.value(1, 3))
        .isCloseTo(100 * response[13] / (1000 * conditions[1]), within(1e-6));
  }
}
