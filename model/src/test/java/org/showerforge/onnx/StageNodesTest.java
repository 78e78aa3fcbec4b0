package org.showerforge.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.backend.Philox;
import org.showerforge.card.Json;
import org.showerforge.network.CriticFeatures;
import org.showerforge.network.HeadKind;
import org.showerforge.network.LayerDesign;
import org.showerforge.network.LossDesign;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageSampler;
import org.showerforge.network.UpdaterKind;

/** Every kind of layer, activation and head gives in ONNX Runtime what it gives in the engine. */
final class StageNodesTest {
  private static final int BATCH = 9;
  private static final int NOISE = 4;
  private static final int CONDITIONS = 3;
  private static final long FIRST_EVENT = 77;
  private static final double TOLERANCE = 1e-5;

  /** Generators. */
  enum Case {
    LEAKY_RELU("[7, 6]", HeadKind.LINEAR),
    CURVED("[{dense: 7, activation: swish}, {dense: 6, activation: softplus}]", HeadKind.EXP),
    BOUNDED("[{dense: 7, activation: tanh}, {dense: 6, activation: sigmoid}]", HeadKind.LINEAR),
    CUT("[{dense: 7, activation: relu}, {dense: 6, activation: identity}]", HeadKind.NOISY_CELLS),
    FRACTIONS("[7]", HeadKind.SOFTMAX),
    NORMALISED("[{dense: 6, batchNorm: true}, 5]", HeadKind.LINEAR),
    CONVOLUTIONS(
        "[{images: 3}, {convolution: 2, kernel: [2, 3], activation: tanh}]", HeadKind.NOISY_CELLS),
    LOCALLY_CONNECTED("[{images: 2}, {locallyConnected: 3, kernel: [3, 3]}]", HeadKind.LINEAR),
    ENLARGED(
        "[{images: 3}, {transposedConvolution: 2, kernel: [3, 2], stride: [2, 3]}]",
        HeadKind.NOISY_CELLS),
    ENLARGED_BY_LITTLE(
        "[{images: 3}, {transposedConvolution: 2, kernel: [1, 2], stride: [2, 3]}]",
        HeadKind.LINEAR),
    DEEP(
        "[{images: 3}, {transposedConvolution: 2, kernel: [3, 3, 4], stride: [2, 1, 3]}]",
        HeadKind.EXP);

    final String layers;
    final HeadKind head;

    Case(String layers, HeadKind head) {
      this.layers = layers;
      this.head = head;
    }

    StageDesign design() {
      return new StageDesign(
          "toy",
          NOISE,
          CONDITIONS,
          24,
          List.of(List.of(1, 4, 3), List.of(1, 4, 3)),
          List.of(Json.convert(Json.parseYamlValue(layers, "test"), LayerDesign[].class, "test")),
          LayerDesign.denseLayers(5),
          0.2,
          head,
          head == HeadKind.NOISY_CELLS ? NOISE_SIZES : List.of(),
          CriticFeatures.none(),
          LossDesign.wganGp(1),
          UpdaterKind.ADAM);
    }
  }

  private static final List<Double> NOISE_SIZES =
      IntStream.range(0, 24).mapToObj(cell -> 0.1 + 0.05 * cell).toList();

  @ParameterizedTest
  @EnumSource(Case.class)
  void theGraphGivesWhatTheEngineGives(Case kind) {
    StageDesign design = kind.design();
    SplittableRandom seed = new SplittableRandom(3);
    float[] weights = new float[StageSampler.parameters(design)];
    for (int i = 0; i < weights.length; i++) {
      float weight = (float) (0.3 * seed.nextGaussian());
      // A variance is never negative.
      weights[i] = kind == Case.NORMALISED ? Math.abs(weight) : weight;
    }
    int noise = NOISE + design.cellNoise();
    OnnxGraph graph = new OnnxGraph();
    Tensor response =
        StageNodes.response(
            design, weights, graph.input("noise", noise), graph.input("given", CONDITIONS));
    graph.output("response", design.response(), response);

    Philox random = Philox.of(8);
    float[] given = new float[BATCH * CONDITIONS];
    float[] normals = new float[BATCH * noise];
    for (int i = 0; i < BATCH; i++) {
      random.gaussians(FIRST_EVENT + i, 9, given, i * CONDITIONS, CONDITIONS);
      random.gaussians(FIRST_EVENT + i, 2, normals, i * noise, NOISE);
      random.gaussians(FIRST_EVENT + i, 3, normals, i * noise + NOISE, design.cellNoise());
    }
    StageSampler sampler = new StageSampler(design, weights, BATCH);
    sampler.give(given);
    sampler.forwardUncut(random, LongStream.range(FIRST_EVENT, FIRST_EVENT + BATCH).toArray(), 2);
    float[] expected = new float[BATCH * design.response()];
    sampler.read(expected);
    try (OnnxSession session = new OnnxSession(graph.model(Map.of()))) {
      assertClose(
          session.run(BATCH, Map.of("noise", normals, "given", given), "response"), expected);
    }
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    int different = 0;
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("number %d", i)
          .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
      different += expected[i] == expected[0] ? 0 : 1;
    }
    assertThat(different).isGreaterThan(found.length / 4);
  }
}
