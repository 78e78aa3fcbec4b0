package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.engine.Critic;
import org.showerforge.engine.Nd4jBackend;
import org.showerforge.engine.Philox;

/**
 * The DL4J configuration is the model: its own forward pass gives what the engine's sampler,
 * features and critic give.
 */
final class StageGraphTest {
  private static final DetectorSpec DETECTOR =
      new DetectorSpec(
          "toy",
          DetectorSpec.load("calogan").conditions(),
          List.of(new Layer("a", 2, 3, 10, 5, 30), new Layer("b", 3, 2, 10, 20, 40)),
          1);
  private static final int BATCH = 9;
  private static final int NOISE = 4;
  private static final int CONDITIONS = 3;
  private static final int SUBSTREAM = 2;
  private static final long FIRST_EVENT = 77;

  @ParameterizedTest
  @EnumSource(StageDesign.HeadKind.class)
  void dl4jsForwardPassIsTheEngines(StageDesign.HeadKind head) {
    StageDesign design = design(head);
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
    Nd4jBackend backend = Nd4jBackend.float32();
    Critic critic =
        new Critic(
            backend,
            new StageNetwork(design, backend, graph).critic(),
            BATCH,
            design.criticResponse(),
            design.leak(),
            1);
    CriticInput real = new CriticInput(design, backend, critic.realInput());
    backend.write(response, real.response());
    backend.write(given, real.conditions());
    real.applyFeatures(backend.wrap(array(threshold)));
    critic.gradient(backend.allocate(BATCH, 1));

    assertThat(criticInput).hasSize(BATCH * design.criticInputs());
    assertThat(spread(response)).isGreaterThan(0.1);
    assertThat(spread(scores)).isGreaterThan(1e-3);
    assertClose(criticInput, backend.readFloats(critic.realInput()));
    assertClose(scores, Arrays.copyOf(backend.readFloats(critic.scores()), BATCH));
  }

  private static StageDesign design(StageDesign.HeadKind head) {
    boolean cells = head == StageDesign.HeadKind.NOISY_CELLS;
    return new StageDesign(
        "toy",
        NOISE,
        CONDITIONS,
        cells ? DETECTOR.cells() : 5,
        List.of(7, 6),
        List.of(8, 5),
        0.2,
        head,
        cells
            ? CriticFeatures.ofCells(
                DETECTOR, CriticFeatures.NAMES.stream().sorted().toList(), 3, 2)
            : CriticFeatures.none());
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
