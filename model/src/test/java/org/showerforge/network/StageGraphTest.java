package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.showerforge.backend.Backend;
import org.showerforge.backend.HostBackend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.RectangularLayer;
import org.showerforge.engine.Critic;
import org.showerforge.engine.Sum;

/**
 * The DL4J configuration is the model: its own forward pass gives what the engine's sampler,
 * features and critic give.
 */
final class StageGraphTest {
  private static final DetectorSpec DETECTOR =
      new DetectorSpec(
          "toy",
          DetectorSpec.load("calogan").conditions(),
          List.of(
              new RectangularLayer("a", 2, 3, 10, 5, 30),
              new RectangularLayer("b", 2, 3, 10, 20, 40)),
          1,
          List.of());
  private static final int BATCH = 9;
  private static final int NOISE = 4;
  private static final int CONDITIONS = 3;
  private static final int SUBSTREAM = 2;
  private static final long FIRST_EVENT = 77;

  private static final List<Double> NOISE_SIZES =
      IntStream.range(0, DETECTOR.cells()).mapToObj(cell -> 0.1 + 0.05 * cell).toList();

  @ParameterizedTest
  @EnumSource(Case.class)
  void dl4jsForwardPassIsTheEngines(Case kind) {
    StageDesign design = design(kind);
    ComputationGraph graph = StageGraph.create(design, 5, DataType.FLOAT);
    shiftBiases(graph);
    Philox random = Philox.of(8);
    float[] given = normals(random, 9, CONDITIONS);
    float[] threshold = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      threshold[i] = 0.1f + 0.05f * i;
    }

    float[] latent = normals(random, SUBSTREAM, NOISE);
    float[] cellNoise = normals(random, SUBSTREAM + 1, Math.max(1, design.cellNoise()));
    INDArray noiseAndConditions = Nd4j.hstack(array(latent), array(given));
    INDArray[] inputs = {noiseAndConditions, array(cellNoise), array(given), array(threshold)};
    INDArray vertex = Objects.requireNonNull(graph.feedForward(inputs, false).get("criticInput"));
    float[] criticInput = vertex.dup('c').data().asFloat();
    float[] scores = graph.output(inputs)[0].dup('c').data().asFloat();

    float[] generator =
        Arrays.copyOf(graph.params().dup().data().asFloat(), StageSampler.parameters(design));
    float[] response =
        new StageSampler(design, generator, BATCH).sample(random, FIRST_EVENT, SUBSTREAM, given);
    HostBackend backend = new HostBackend();
    StageNetwork network = new StageNetwork(design, backend, BATCH, BATCH);
    backend.write(graph.params().dup().data().asFloat(), network.parameters());
    Critic critic =
        new Critic(
            backend,
            network.critic(),
            design.loss().createLoss(backend, BATCH),
            design.loss().createPenalty(1),
            BATCH,
            design.criticResponse(),
            0);
    CriticInput real = new CriticInput(design, backend, critic.realInput());
    backend.write(response, real.response());
    backend.write(given, real.conditions());
    Matrix thresholds = backend.allocate(BATCH, 1);
    backend.write(threshold, thresholds);
    real.applyFeatures(thresholds);
    critic.gradient(backend.allocate(BATCH, 1), Sum.NEW);

    assertThat(criticInput).hasSize(BATCH * design.criticInputs());
    assertThat(spread(response)).isGreaterThan(0.1);
    assertThat(spread(scores)).isGreaterThan(1e-3);
    assertClose(criticInput, read(backend, critic.realInput()));
    assertClose(scores, read(backend, critic.realScores()));
  }

  private static float[] read(Backend backend, Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    backend.read(matrix, values);
    return values;
  }

  /** Stages with every kind of layer, activation and head that a configuration can name. */
  enum Case {
    NUMBERS("[7, 6]", "[8, {dense: 5, activation: softplus}]", false),
    CELLS(
        "[7, {dense: 6, activation: swish, batchNorm: true}]",
        "[8, {dense: 5, activation: tanh}]",
        true),
    CONVOLUTIONS(
        "[{images: 3}, {convolution: 2, kernel: [3, 3], activation: relu}]",
        "[{convolution: 3, kernel: [3, 2], stride: [1, 2]}, {convolution: 2, kernel: [2, 3]}, 5]",
        true),
    LOCALLY_CONNECTED(
        "[{images: 2}, {locallyConnected: 3, kernel: [3, 3]}]",
        "[{locallyConnected: 2, kernel: [2, 3], activation: sigmoid}, 5]",
        true),
    TRANSPOSED(
        "[{images: 3}, {transposedConvolution: 2, kernel: [3, 3], stride: [2, 3], activation: swish}]",
        "[8]",
        true),
    DEEP(
        "[{images: 3}, {transposedConvolution: 2, kernel: [2, 3, 3], stride: [2, 1, 3], activation: tanh}]",
        "[{convolution: 3, kernel: [2, 3, 3], stride: [1, 1, 2]}, 5]",
        true);

    final String generator;
    final String critic;
    final boolean cells;

    Case(String generator, String critic, boolean cells) {
      this.generator = generator;
      this.critic = critic;
      this.cells = cells;
    }
  }

  private static StageDesign design(Case design) {
    return new StageDesign(
        "toy",
        NOISE,
        CONDITIONS,
        design.cells ? DETECTOR.cells() : 5,
        design.cells ? List.of(List.of(1, 2, 3), List.of(1, 2, 3)) : List.of(),
        layers(design.generator),
        layers(design.critic),
        0.2,
        design.cells ? HeadKind.NOISY_CELLS : HeadKind.LINEAR,
        design.cells ? NOISE_SIZES : List.of(),
        design.cells
            ? CriticFeatures.ofCells(
                DETECTOR, CriticFeatures.NAMES.stream().sorted().toList(), 3, 2)
            : CriticFeatures.none(),
        LossDesign.wganGp(1),
        UpdaterKind.ADAM);
  }

  private static List<LayerDesign> layers(String yaml) {
    return List.of(Json.convert(Json.parseYamlValue(yaml, "test"), LayerDesign[].class, "test"));
  }

  /** Biases start at zero, where a forward pass that forgets them would not be seen. */
  private static void shiftBiases(ComputationGraph graph) {
    INDArray parameters = graph.params();
    for (int i = 0; i < parameters.length(); i++) {
      parameters.putScalar(i, parameters.getFloat(i) + 0.2f * (float) Math.sin(i));
    }
  }

  private static float[] normals(Philox random, int substream, int width) {
    float[] values = new float[BATCH * width];
    for (int i = 0; i < BATCH; i++) {
      random.gaussians(FIRST_EVENT + i, substream, values, i * width, width);
    }
    return values;
  }

  private static INDArray array(float[] values) {
    return Nd4j.createFromArray(values).reshape('c', BATCH, values.length / BATCH);
  }

  private static double spread(float[] values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("number %d", i)
          .isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
    }
  }
}
