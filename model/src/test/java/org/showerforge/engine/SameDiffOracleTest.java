package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;

/**
 * The gradient of a WGAN-GP's critic against ND4J's automatic differentiation in double precision.
 *
 * <p>SameDiff differentiates once, so the inner gradient g is written out as operations of its
 * forward pass: with s_l = f'(A_l), g = ((w_3 s_2) W_2^T s_1) W_1^T. For a tanh s is 1 - H^2, which
 * SameDiff then differentiates; for a leaky ReLU it is a constant but for the kink.
 */
final class SameDiffOracleTest {
  /** Rounding of sums of a few hundred terms in another order. */
  private static final double LIMIT = 1e-9;

  private static final int RESPONSE = 6;
  private static final int CONDITIONS = 2;
  private static final int BATCH = 7;
  private static final int[] WIDTHS = {RESPONSE + CONDITIONS, 9, 5, 1};
  private static final double LAMBDA = 10;

  private final SameDiff graph = SameDiff.create();
  private final List<SDVariable> weights = new ArrayList<>();
  private final List<SDVariable> biases = new ArrayList<>();

  /** The layers' values and slopes at some points. */
  private record Sweep(SDVariable score, List<SDVariable> slopes) {}

  @ParameterizedTest
  @CsvSource({"TANH, 0, 1", "TANH, 0, 2", "LEAKY_RELU, 0.25, 3", "LEAKY_RELU, 0.125, 4"})
  void gradientsAreThoseOfAutomaticDifferentiation(Activation.Kind kind, double leak, int seed) {
    Activation activation = new Activation(kind, leak);
    Backend backend = new JavaBackend();
    TwinMaps maps = new TwinMaps(backend, new Random(seed), 1.5);
    TwinNetwork network = new TwinNetwork(maps, Faults.NONE);
    for (int l = 0; l + 1 < WIDTHS.length; l++) {
      boolean top = l + 2 == WIDTHS.length;
      network.add(maps.dense(WIDTHS[l], WIDTHS[l + 1]), top ? Activation.IDENTITY : activation);
    }
    double[][] real = maps.rows(BATCH, WIDTHS[0]);
    double[][] fake = maps.rows(BATCH, WIDTHS[0]);
    double[] eventWeights = maps.gaussians(BATCH, 1);
    double[] mixing = maps.gaussians(BATCH, 0.25);

    Critic critic =
        new Critic(
            backend,
            network.layers,
            new ScoreLoss(backend, ScoreLoss.Kind.WASSERSTEIN, 0),
            new Penalty(Penalty.Kind.TWO_SIDED, LAMBDA),
            BATCH,
            RESPONSE,
            0);
    backend.copy(maps.matrix(real), critic.realInput());
    backend.copy(maps.matrix(fake), critic.generatedInput());
    backend.copy(maps.matrix(BATCH, 1, eventWeights), critic.weights());
    critic.gradient(maps.matrix(BATCH, 1, mixing), Sum.NEW);

    List<double[]> expected = automatic(maps, activation, real, fake, eventWeights, mixing);
    for (int i = 0; i < expected.size(); i++) {
      double[] found = backend.readDoubles(maps.trained.get(i).gradient());
      double error =
          Differences.relativeError(found, expected.get(i), Differences.size(expected.get(0)));
      assertThat(error).as("parameters %d", i).isLessThan(LIMIT);
    }
  }

  /** SameDiff's gradients of weights and biases, layer by layer. */
  private List<double[]> automatic(
      TwinMaps maps,
      Activation activation,
      double[][] real,
      double[][] fake,
      double[] eventWeights,
      double[] mixing) {
    for (int l = 0; l + 1 < WIDTHS.length; l++) {
      double[] weight = maps.trained.get(2 * l).numbers();
      weights.add(
          graph.var("w" + l, Nd4j.createFromArray(weight).reshape(WIDTHS[l + 1], WIDTHS[l])));
      double[] bias = maps.trained.get(2 * l + 1).numbers();
      biases.add(graph.var("b" + l, Nd4j.createFromArray(bias).reshape(1, bias.length)));
    }
    INDArray share = Nd4j.createFromArray(mixing).reshape(BATCH, 1);
    INDArray x = Nd4j.createFromArray(real);
    INDArray y = Nd4j.createFromArray(fake);
    INDArray point = x.mulColumnVector(share).add(y.mulColumnVector(share.rsub(1)));
    SDVariable difference = sweep(y, activation).score.sub(sweep(x, activation).score);
    SDVariable weight = graph.constant(Nd4j.createFromArray(eventWeights).reshape(BATCH, 1));
    SDVariable norm = norm(sweep(point, activation));
    SDVariable penalty = graph.math().square(norm.sub(1.0)).mul(LAMBDA);
    SDVariable loss = difference.mul(weight).add(penalty).mean("loss");
    graph.setLossVariables(loss.name());
    String[] names = {"w0", "b0", "w1", "b1", "w2", "b2"};
    Map<String, INDArray> gradients = graph.calculateGradients(Map.of(), names);
    return Arrays.stream(names)
        .map(name -> Objects.requireNonNull(gradients.get(name)).dup('c').data().asDouble())
        .toList();
  }

  private Sweep sweep(INDArray input, Activation activation) {
    SDVariable values = graph.constant(input);
    List<SDVariable> slopes = new ArrayList<>();
    for (int l = 0; l < weights.size(); l++) {
      SDVariable a = values.mmul(graph.transpose(weights.get(l))).add(biases.get(l));
      if (l + 1 == weights.size()) {
        return new Sweep(a, slopes);
      }
      if (activation.kind() == Activation.Kind.TANH) {
        values = graph.math().tanh(a);
        slopes.add(graph.math().square(values).rsub(1.0));
      } else {
        SDVariable positive = a.gt(0.0).castTo(DataType.DOUBLE);
        SDVariable slope = positive.mul(1 - activation.leak()).add(activation.leak());
        values = a.mul(slope);
        slopes.add(slope);
      }
    }
    throw new IllegalStateException("no layers");
  }

  /** |g| by the response, event by event. */
  private SDVariable norm(Sweep sweep) {
    SDVariable ones = graph.constant(Nd4j.ones(DataType.DOUBLE, BATCH, 1));
    SDVariable errors = ones.mmul(weights.get(weights.size() - 1));
    for (int l = sweep.slopes.size() - 1; l >= 0; l--) {
      errors = errors.mul(sweep.slopes.get(l)).mmul(weights.get(l));
    }
    INDArray response = Nd4j.zeros(DataType.DOUBLE, 1, WIDTHS[0]);
    for (int i = 0; i < RESPONSE; i++) {
      response.putScalar(0, i, 1);
    }
    SDVariable g = errors.mul(graph.constant(response));
    return graph.math().sqrt(graph.math().square(g).sum(true, 1));
  }
}
