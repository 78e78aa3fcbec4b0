package org.showerforge.cascade;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.HeadKind;
import org.showerforge.network.LayerDesign;
import org.showerforge.network.LossDesign;
import org.showerforge.network.StageSampler;
import org.showerforge.network.TrainingSchedule;
import org.showerforge.network.UpdaterKind;

/** Small generators with random weights. */
public final class TestGenerators {
  public static final DetectorSpec CALOGAN = DetectorSpec.load("calogan").withEnergyRange(1, 20);

  private TestGenerators() {}

  static CascadeTransform transform() {
    return transform(CALOGAN, 3);
  }

  /** As below, with the layers' widths and ratios among the totals. */
  public static CascadeTransform transform(DetectorSpec detector, int root) {
    return transform(detector, root, true, true);
  }

  /** A transform for a detector whose first condition spans 1-20 GeV. */
  public static CascadeTransform transform(
      DetectorSpec detector, int root, boolean widths, boolean ratios) {
    TransformFit fit = new TransformFit(detector, root, widths, ratios, true);
    SplittableRandom random = new SplittableRandom(1);
    List<TransformFit.Row> rows = new ArrayList<>();
    for (int event = 0; event < 1300; event++) {
      double energyGeV = 1 + 19 * random.nextDouble();
      float[] response = new float[detector.cells()];
      for (int i = 0; i < response.length; i++) {
        response[i] =
            random.nextInt(3) == 0 ? (float) (energyGeV * Math.exp(random.nextGaussian())) : 0;
      }
      rows.add(fit.reduce(event, energyGeV, response, 0));
    }
    List<Double> noise = new ArrayList<>();
    for (int i = 0; i < detector.cells(); i++) {
      noise.add(0.2 + 0.01 * (i % 30));
    }
    CascadeTransform fitted = fit.fit(rows).withCellNoise(noise);
    return fitted.withCorrections(
        fitted.totals().stream()
            .map(total -> NormalScore.map(score -> 0.1 + score * (1 + 0.02 * score)))
            .toList());
  }

  /** A recipe of small dense networks. */
  public static CascadeRecipe recipe() {
    return recipe(3, LayerDesign.denseLayers(9, 7), HeadKind.NOISY_CELLS);
  }

  /** A recipe of small networks. */
  public static CascadeRecipe recipe(int root, List<LayerDesign> shapes, HeadKind head) {
    TrainingSchedule schedule =
        new TrainingSchedule(10, 16, 2, UpdaterKind.ADAM, 1e-3, 0.5, 0.1, 0.9);
    return new CascadeRecipe(
        root,
        true,
        true,
        true,
        0.2,
        new StageRecipe(
            4,
            LayerDesign.denseLayers(8),
            LayerDesign.denseLayers(8),
            HeadKind.LINEAR,
            List.of(),
            LossDesign.wganGp(10),
            schedule),
        new StageRecipe(
            5,
            shapes,
            LayerDesign.denseLayers(8),
            head,
            List.of("projections", "moments"),
            LossDesign.wganGp(10),
            schedule));
  }

  /** A generator of CaloGAN's detector. */
  public static GeneratorArtifact artifact() {
    return artifact(recipe(), transform());
  }

  /** A generator with random weights. */
  public static GeneratorArtifact artifact(CascadeRecipe recipe, CascadeTransform transform) {
    SplittableRandom random = new SplittableRandom(2);
    Map<String, float[]> byStage = new LinkedHashMap<>();
    Map<String, Integer> parameters = new LinkedHashMap<>();
    for (String stage : CascadeRecipe.STAGES) {
      float[] weights = new float[StageSampler.parameters(recipe.design(stage, transform))];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (0.3 * random.nextGaussian());
      }
      byStage.put(stage, weights);
      parameters.put(stage, weights.length);
    }
    GeneratorWeights weights = new GeneratorWeights(byStage, tables(transform, random));
    GeneratorCard card =
        new GeneratorCard(
            GeneratorCard.KIND,
            GeneratorCard.FORMAT_VERSION,
            "test",
            "2026-01-01T00:00:00Z",
            recipe,
            transform,
            Json.tree(Map.of("seed", 1)),
            new GeneratorCard.TrainingData("prepared", "00", 400),
            1,
            Hashes.sha256(weights.bytes()),
            GeneratorCard.transformSha256(Json.tree(recipe), Json.tree(transform)),
            parameters,
            GeneratorCard.Repeatability.of(true, Map.of()),
            Map.of());
    return new GeneratorArtifact(card, weights);
  }

  /** Maps of cells at random, that rise as they must. */
  private static float[] tables(CascadeTransform transform, SplittableRandom random) {
    float[] tables =
        new float[CellCalibration.numbers(transform.detector(), transform.countEdges())];
    for (int table = 0; table < tables.length; table += CellCalibration.ROW) {
      tables[table] = (float) -random.nextDouble();
      tables[table + 1] = (float) (5 + 5 * random.nextDouble());
      float value = 0;
      for (int k = 0; k < CellCalibration.KNOTS; k++) {
        tables[table + CellCalibration.VALUES + k] = value;
        value += (float) (0.3 * random.nextDouble());
      }
    }
    return tables;
  }
}
