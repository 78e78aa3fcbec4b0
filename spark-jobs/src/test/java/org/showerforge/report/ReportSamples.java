package org.showerforge.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.EvaluationSettings;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.NeuralSettings;
import org.showerforge.metrics.ShapeSums;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.metrics.WholeComparison;

/** Reports on seeded toy showers. */
final class ReportSamples {
  static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");
  static final Evaluation EVALUATION =
      Evaluation.of(
          showers(400, 1, 1),
          showers(400, 2, 1),
          showers(400, 3, 1.2),
          new EvaluationSettings(3, new NeuralSettings(List.of(16), 2), 2));

  private ReportSamples() {}

  /** Gaussian showers about the axis, some {@code width} times 30 mm wide. */
  static ShowerSample showers(int events, long seed, double width) {
    return showers(CALOGAN, events, seed, width);
  }

  /** The same in any calorimeter. */
  static ShowerSample showers(DetectorSpec detector, int events, long seed, double width) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] conditions = new float[events];
    float[] response = new float[events * detector.cells()];
    for (int event = 0; event < events; event++) {
      double energy = 1 + 19 * random.nextDouble();
      conditions[event] = (float) energy;
      for (int i = 0; i < detector.layers().size(); i++) {
        Layer layer = detector.layers().get(i);
        int from = event * detector.cells() + detector.offset(i);
        double scale = 60 * energy * Math.exp(-i + 0.2 * random.nextGaussian());
        double sigma = width * 30 * (1 + 0.1 * random.nextGaussian());
        for (int cell = 0; cell < layer.cells(); cell++) {
          double x = layer.centreMm(Layer.Axis.X, cell) / sigma;
          double y = layer.centreMm(Layer.Axis.Y, cell) / sigma;
          response[from + cell] =
              (float) (scale * Math.exp(-(x * x + y * y) / 2 + 0.3 * random.nextGaussian()));
        }
      }
    }
    return new ShowerSample(detector, events, conditions, response);
  }

  /** A training that converges. */
  static List<StageHistory> histories(int rounds) {
    SplittableRandom random = new SplittableRandom(9);
    List<StageHistory> stages = new ArrayList<>();
    for (String stage : List.of("totals", "shapes")) {
      stages.add(
          new StageHistory(
              stage,
              List.of(
                  series("loss", "critic", rounds, -3, random),
                  series("loss", "generator", rounds, 2, random),
                  series("critic difference (EMD estimate)", "difference", rounds, 3, random),
                  series("gradient norm", "mean norm", rounds, 0.4, random))));
    }
    return stages;
  }

  private static HistorySeries series(
      String panel, String name, int rounds, double size, SplittableRandom random) {
    List<Integer> at = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      at.add(round);
      values.add(size * (Math.exp(-round / 20.0) + 0.2 + 0.05 * random.nextGaussian()));
    }
    return new HistorySeries(panel, name, at, values);
  }

  private static WholeComparison whole() {
    ShowerSample[] samples = new ShowerSample[3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = showers(900, 11 + i, i == 2 ? 1.1 : 1);
    }
    ShapeSums.Binning binning = ShapeSums.Binning.of(samples[0], samples[2]);
    ShapeSums[] sums = new ShapeSums[samples.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new ShapeSums(binning);
      sums[i].add(samples[i]);
    }
    return WholeComparison.of(EVALUATION.features(), sums[0], sums[1], sums[2]);
  }

  static ReportInput input(String particle, List<StageHistory> histories) {
    Map<String, JsonNode> cards = new LinkedHashMap<>();
    cards.put("Generator " + particle, Json.tree(Map.of("particle", particle, "seed", 7)));
    return new ReportInput(
        new ReportFacts("toy generator", particle, "0.1.0", 1.2e6),
        EVALUATION,
        whole(),
        new GenerationSpeed("a processor", 1234, List.of(new GenerationSpeed.Batch(100, 0.25))),
        new Gate(Map.of("aucHigh", Map.of("max", 0.6))).judge(EVALUATION.figures(), Map.of()),
        histories,
        cards);
  }
}
