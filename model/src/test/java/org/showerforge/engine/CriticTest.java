package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;

/**
 * The critic's gradients in double precision against central differences of a naive implementation.
 * A leaky ReLU's kink is hit by a step of 1e-6 about once in 1e5 numbers; the seeds are fixed, so
 * it is not. The leak is 0.25 because ND4J keeps it as a float.
 */
final class CriticTest {
  private static final double LEAK = 0.25;
  private static final double LIMIT = 1e-6;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void weightGradientIsThatOfLossAndPenalty(int seed) {
    assertThat(criticError(seed, 10)).isLessThan(LIMIT);
  }

  @Test
  void penaltyGradientAloneIsExact() {
    // With the loss's part subtracted, what is left is the penalty's second-order part alone.
    for (int seed = 11; seed < 15; seed++) {
      assertThat(criticError(seed, 1e4)).isLessThan(LIMIT);
    }
  }

  @Test
  void withoutPenaltyItIsTheLossGradient() {
    assertThat(criticError(21, 0)).isLessThan(LIMIT);
  }

  /** Random widths, batch and depth; the relative error of all weight gradients together. */
  private static double criticError(int seed, double lambda) {
    Random random = new Random(seed);
    int response = 2 + random.nextInt(6);
    int conditions = 1 + random.nextInt(3);
    int batch = 2 + random.nextInt(6);
    int[] widths = new int[3 + random.nextInt(2)];
    widths[0] = response + conditions;
    for (int l = 1; l + 1 < widths.length; l++) {
      widths[l] = 3 + random.nextInt(8);
    }
    widths[widths.length - 1] = 1;
    Reference reference = Reference.random(random, LEAK, widths);
    double[][] real = Reference.rows(random, batch, widths[0]);
    double[][] fake = Reference.rows(random, batch, widths[0]);
    double[] epsilon = new double[batch];
    for (int n = 0; n < batch; n++) {
      System.arraycopy(real[n], response, fake[n], response, conditions);
      epsilon[n] = (float) random.nextDouble();
    }

    Backend backend = Nd4jBackend.float64();
    List<Matrix> gradients = new ArrayList<>();
    Critic critic =
        new Critic(backend, reference.maps(backend, gradients), batch, response, LEAK, lambda);
    backend.copy(Reference.matrix(backend, real), critic.realInput());
    backend.copy(Reference.matrix(backend, fake), critic.fakeInput());
    Matrix mixing = backend.allocate(batch, 1);
    float[] mixingValues = new float[batch];
    for (int n = 0; n < batch; n++) {
      mixingValues[n] = (float) epsilon[n];
    }
    backend.write(mixingValues, mixing);
    critic.gradient(mixing);

    double[] expected =
        reference.nudges().stream()
            .mapToDouble(
                nudge ->
                    nudge.derivative(
                        () -> reference.criticLoss(real, fake, epsilon, response, lambda)))
            .toArray();
    return Reference.relativeError(flat(backend, gradients), expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void generatorGradientIsThatOfMinusMeanScore(int seed) {
    Random random = new Random(100 + seed);
    int response = 3 + random.nextInt(4);
    int batch = 4;
    Reference reference = Reference.random(random, LEAK, response + 2, 7, 5, 1);
    double[][] fake = Reference.rows(random, batch, response + 2);
    Backend backend = Nd4jBackend.float64();
    Critic critic =
        new Critic(backend, reference.maps(backend, new ArrayList<>()), batch, response, LEAK, 10);
    backend.copy(Reference.matrix(backend, fake), critic.fakeInput());
    double[] expected = new double[batch * response];
    for (int n = 0; n < batch; n++) {
      double[] event = fake[n];
      for (int i = 0; i < response; i++) {
        expected[n * response + i] =
            new Reference.Nudge(event, i).derivative(() -> -reference.forward(event)[0] / batch);
      }
    }
    assertThat(Reference.relativeError(backend.readDoubles(critic.generatorGradient()), expected))
        .isLessThan(LIMIT);
  }

  @Test
  void refusesWhatCannotBeTrained() {
    Backend backend = Nd4jBackend.float64();
    List<Dense> maps =
        Reference.random(new Random(1), LEAK, 4, 3, 1).maps(backend, new ArrayList<>());
    assertThatThrownBy(() -> new Critic(backend, maps, 0, 2, LEAK, 10))
        .isInstanceOf(UserException.class)
        .hasMessage("batch: must be >= 1, got 0");
    assertThatThrownBy(() -> new Critic(backend, maps, 2, 2, LEAK, -1))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("lambda: must be >= 0");
  }

  static double[] flat(Backend backend, List<Matrix> matrices) {
    return matrices.stream()
        .flatMapToDouble(matrix -> java.util.Arrays.stream(backend.readDoubles(matrix)))
        .toArray();
  }
}
