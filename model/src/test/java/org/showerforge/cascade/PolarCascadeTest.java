package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.card.Json;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.Layer.Axis;
import org.showerforge.detector.PolarLayer;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/** Polar layers go through the whole cascade: fit, both stages of training, sampling. */
final class PolarCascadeTest {
  private static final int EVENTS = 400;
  private static final int ITERATIONS = 6;
  private static final DetectorSpec DETECTOR =
      new DetectorSpec(
          "polar",
          List.of(new Condition("energy", "GeV", 1, 20, Condition.Scale.LOG)),
          List.of(
              new PolarLayer("front", 1, List.of(0.0, 10.0, 30.0), 0),
              new PolarLayer("middle", 8, List.of(0.0, 10.0, 20.0, 50.0), 30),
              new PolarLayer("back", 5, List.of(5.0, 50.0), 0)),
          0.5,
          List.of());

  private static float[] responses(float[] energiesGeV) {
    SplittableRandom random = new SplittableRandom(3);
    float[] response = new float[EVENTS * DETECTOR.cells()];
    int next = 0;
    for (int event = 0; event < EVENTS; event++) {
      energiesGeV[event] = (float) (1 + 19 * random.nextDouble());
      for (Layer layer : DETECTOR.layers()) {
        for (int cell = 0; cell < layer.cells(); cell++) {
          double r = Math.hypot(layer.centreMm(Axis.X, cell), layer.centreMm(Axis.Y, cell)) / 20;
          double e = energiesGeV[event] * 5 * Math.exp(random.nextGaussian() - r);
          response[next++] = e > DETECTOR.thresholdMeV() ? (float) e : 0;
        }
      }
    }
    return response;
  }

  @Test
  void polarLayersAreFittedTrainedAndSampled() {
    float[] energies = new float[EVENTS];
    float[] response = responses(energies);
    long[] ids = new long[EVENTS];
    float[] weights = new float[EVENTS];
    Arrays.fill(weights, 1);
    TransformFit fit = new TransformFit(DETECTOR, 3, true, true, false);
    List<TransformFit.Row> rows = new ArrayList<>();
    for (int event = 0; event < EVENTS; event++) {
      ids[event] = event;
      rows.add(fit.reduce(event, energies[event], response, event * DETECTOR.cells()));
    }
    CascadeTransform fitted = fit.fit(rows);
    CascadeTransform transform =
        fitted.withCellNoise(
            CellNoiseFit.ofEvents(fitted, new CalibrationFit.Sample(energies, response, weights)));
    CascadeRecipe recipe = TestGenerators.recipe();
    Map<String, float[]> trained = new LinkedHashMap<>();
    for (String stage : CascadeRecipe.STAGES) {
      StageDesign design = recipe.design(stage, transform);
      Shard shard = StageEvents.shard(stage, transform, ids, energies, response, weights);
      StageState start = StageTrainer.initialState(design, 1);
      StageState end =
          StageTrainer.create(design, recipe.stage(stage).training())
              .run(start, shard, Philox.of(5), 0, ITERATIONS)
              .state();
      assertFinite(end.parameters());
      assertThat(end.parameters()).isNotEqualTo(start.parameters());
      trained.put(stage, end.average());
    }

    GeneratorCard card = card(recipe, transform);
    float[] given = new float[ShowerSampler.BLOCK];
    Arrays.fill(given, 10);
    float[] showers =
        new ShowerSampler(card, new GeneratorWeights(trained, new float[0])).block(1, 0, given);
    assertThat(showers).hasSize(ShowerSampler.BLOCK * DETECTOR.cells());
    assertFinite(showers);
    int hit = 0;
    for (float cell : showers) {
      assertThat(cell == 0 || cell > DETECTOR.thresholdMeV()).as("%s MeV", cell).isTrue();
      hit += cell > 0 ? 1 : 0;
    }
    assertThat(hit).isGreaterThan(showers.length / 10);
  }

  private static GeneratorCard card(CascadeRecipe recipe, CascadeTransform transform) {
    return new GeneratorCard(
        GeneratorCard.KIND,
        GeneratorCard.FORMAT_VERSION,
        "test",
        "2026-01-01T00:00:00Z",
        recipe,
        transform,
        Json.tree(Map.of()),
        new GeneratorCard.TrainingData("prepared", "00", EVENTS),
        1,
        "",
        "",
        Map.of(),
        GeneratorCard.Repeatability.of(true, Map.of()),
        Map.of());
  }

  private static void assertFinite(float[] values) {
    for (float value : values) {
      assertThat(Float.isFinite(value)).isTrue();
    }
  }

  @Test
  void aTableHasNoCascade() {
    DetectorSpec rich = DetectorSpec.load("rich");
    assertThatThrownBy(
            () ->
                new CascadeTransform(
                    rich, 0, true, true, List.of(), 3, 1, List.of(), List.of(), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("needs a calorimeter with layers");
  }
}
