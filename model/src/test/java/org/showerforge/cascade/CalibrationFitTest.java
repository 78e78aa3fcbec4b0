package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Philox;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;

/**
 * Networks with random weights know nothing of any cell; calibrated, their cells are hit as often,
 * and have as much energy, as those that they were calibrated to.
 */
final class CalibrationFitTest {
  private static final DetectorSpec CALOGAN = TestGenerators.CALOGAN;
  private static final int EVENTS = 3000;
  private static final GeneratorArtifact GENERATOR = TestGenerators.artifact();

  private static CalibrationFit.Sample sample;
  private static CascadeTransform transform;
  private static CalibrationFit.Fitted fitted;

  @BeforeAll
  static void fit() {
    sample = events(0);
    TransformFit fit = new TransformFit(CALOGAN, 3, true, true, true);
    List<TransformFit.Row> rows = new ArrayList<>();
    for (int n = 0; n < EVENTS; n++) {
      rows.add(fit.reduce(n, sample.conditions()[n], sample.response(), n * CALOGAN.cells()));
    }
    transform = fit.fit(rows);
    transform = transform.withCellNoise(CellNoiseFit.ofEvents(transform, sample));
    fitted = fitted(sample);
  }

  private static CalibrationFit.Fitted fitted(CalibrationFit.Sample from) {
    GeneratorWeights weights = new GeneratorWeights(GENERATOR.weights().byStage(), new float[0]);
    return CalibrationFit.fit(TestGenerators.recipe(), transform, weights, from);
  }

  /** A cell's mean falls with its place in its layer; all fluctuate together and alone. */
  private static CalibrationFit.Sample events(int first) {
    float[] energies = new float[EVENTS];
    float[] response = new float[EVENTS * CALOGAN.cells()];
    float[] weights = new float[EVENTS];
    Arrays.fill(weights, 1);
    float[] normals = new float[1 + CALOGAN.cells()];
    float[] uniform = new float[1];
    for (int n = 0; n < EVENTS; n++) {
      Philox.of(4).gaussians(first + n, 0, normals, 0, normals.length);
      Philox.of(4).uniforms(first + n, 1, uniform, 0, 1);
      energies[n] = 1 + 19 * uniform[0];
      for (int i = 0; i < CALOGAN.cells(); i++) {
        double place = i % 36 / 36.0;
        double mean = energies[n] * Math.exp(1 - 6 * place * (1 - place));
        response[n * CALOGAN.cells() + i] =
            (float) (mean * Math.exp(0.3 * normals[0] + 0.7 * normals[1 + i]) - 1);
      }
    }
    return new CalibrationFit.Sample(energies, response, weights);
  }

  /** Per cell, the part of events that have it above the threshold, and its mean energy. */
  private static double[][] marginals(float[] response) {
    int events = response.length / CALOGAN.cells();
    double[][] found = new double[2][CALOGAN.cells()];
    for (int at = 0; at < response.length; at++) {
      if (response[at] > CALOGAN.thresholdMeV()) {
        found[0][at % CALOGAN.cells()] += 1.0 / events;
        found[1][at % CALOGAN.cells()] += response[at] / events;
      }
    }
    return found;
  }

  private static float[] showers(CascadeTransform by, float[] with) {
    GeneratorCard card = GENERATOR.card();
    GeneratorCard other =
        new GeneratorCard(
            card.kind(),
            card.formatVersion(),
            card.version(),
            card.created(),
            card.recipe(),
            by,
            card.configuration(),
            card.trainingData(),
            card.seed(),
            card.weightsSha256(),
            card.transformSha256(),
            card.parameters(),
            card.repeatability(),
            card.history());
    return new ShowerSampler(other, new GeneratorWeights(GENERATOR.weights().byStage(), with))
        .sample(events(EVENTS).conditions(), 12);
  }

  @Test
  void cellsAreHitAsOftenAsInTheEvents() {
    double[] expected = marginals(events(EVENTS).response())[0];
    double[] found = marginals(showers(fitted.transform(), fitted.tables()))[0];
    CascadeTransform without =
        new CascadeTransform(
            CALOGAN,
            transform.referenceLayer(),
            transform.widths(),
            transform.ratios(),
            transform.totals(),
            3,
            transform.scale(),
            List.of(),
            transform.cellNoise(),
            List.of());
    double[] uncalibrated = marginals(showers(without, new float[0]))[0];
    assertThat(distance(found, expected)).isLessThan(0.05);
    assertThat(distance(uncalibrated, expected)).isGreaterThan(0.07);
  }

  private static double distance(double[] found, double[] expected) {
    double sum = 0;
    for (int i = 0; i < found.length; i++) {
      sum += (found[i] - expected[i]) * (found[i] - expected[i]);
    }
    return Math.sqrt(sum / found.length);
  }

  /**
   * Random networks were given other noise than they need: what neighbours leave open is put right.
   */
  @Test
  void neighboursLeaveAsMuchOpenAsInTheEvents() {
    double[] expected = unexplained(events(EVENTS).response());
    double[] found = unexplained(showers(fitted.transform(), fitted.tables()));
    CascadeTransform quiet =
        fitted.transform().withCellNoise(Collections.nCopies(CALOGAN.cells(), 0.0));
    double[] without = unexplained(showers(quiet, fitted.tables()));
    assertThat(distance(found, expected)).isLessThan(0.1 * norm(expected));
    assertThat(distance(without, expected)).isGreaterThan(0.3 * norm(expected));
  }

  private static double[] unexplained(float[] response) {
    float[] recorded = response.clone();
    for (int at = 0; at < recorded.length; at++) {
      recorded[at] = recorded[at] > CALOGAN.thresholdMeV() ? recorded[at] : 0;
    }
    float[] weights = new float[EVENTS];
    CalibrationFit.Sample of =
        new CalibrationFit.Sample(events(EVENTS).conditions(), recorded, weights);
    return CellNoiseFit.ofEvents(transform, of).stream().mapToDouble(size -> size).toArray();
  }

  private static double norm(double[] numbers) {
    return distance(numbers, new double[numbers.length]);
  }

  @Test
  void mapsRiseAndAreFinite() {
    float[] tables = fitted.tables();
    for (int table = 0; table < tables.length; table += CellCalibration.ROW) {
      assertThat(tables[table + 1]).isPositive().isFinite();
      for (int k = 1; k < CellCalibration.KNOTS; k++) {
        int at = table + CellCalibration.VALUES + k;
        assertThat(tables[at]).isFinite().isGreaterThanOrEqualTo(tables[at - 1]);
      }
    }
  }

  @Test
  void theSameArgumentsGiveTheSameTables() {
    CalibrationFit.Fitted again = fitted(sample);
    assertThat(again.tables()).isEqualTo(fitted.tables());
    assertThat(Json.tree(again.transform())).isEqualTo(Json.tree(fitted.transform()));
  }

  @Test
  void tooFewEventsLeaveCellsAsTheyAre() {
    CalibrationFit.Sample few =
        new CalibrationFit.Sample(
            Arrays.copyOf(sample.conditions(), 20),
            Arrays.copyOf(sample.response(), 20 * CALOGAN.cells()),
            Arrays.copyOf(sample.weights(), 20));
    float[] cells = new float[CALOGAN.cells()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = 0.01f * i;
    }
    float[] mapped = cells.clone();
    new CellCalibration(CALOGAN, transform.countEdges(), fitted(few).tables())
        .apply(mapped, CellCalibrationTest.counts(40, 50, 3));
    for (int i = 0; i < cells.length; i++) {
      assertThat((double) mapped[i]).isCloseTo(cells[i], within(1e-4));
    }
  }
}
