package org.showerforge.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.SgdUpdater;

/** Updates against the documented formulas and against ND4J's own updaters. */
@Tag(TestBackend.GPU)
final class BackendUpdateTest {
  private static final List<Updater> UPDATERS =
      List.of(Adam.WGAN_GP, new Adam(0.9, 0.999, 1e-7), RmsProp.DEFAULT, new Sgd());
  private static final int ITERATIONS = 12;
  private static final double RATE = 0.01;

  /** Parameters and states as slices of one row, as networks hold them. */
  private static final class Run {
    final Backend backend;
    final Matrix gradient;
    final Matrix parameters;
    final List<Matrix> state = new ArrayList<>();
    final Matrix all;

    Run(TestBackend kind, Updater updater, int size, float[] start) {
      backend = kind.create();
      int slices = 2 + updater.states();
      all = backend.allocate(1, slices * size + 2);
      gradient = all.columns(1, 1 + size);
      parameters = all.columns(1 + size, 1 + 2 * size);
      for (int k = 2; k < slices; k++) {
        state.add(all.columns(1 + k * size, 1 + (k + 1) * size));
      }
      backend.write(start, parameters);
      if (updater instanceof RmsProp rmsProp) {
        backend.affine(0, rmsProp.epsilon(), state.get(0));
      }
    }
  }

  private static float[] normal(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double limit = tolerance * Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).as("parameter %s", i).isCloseTo(expected[i], within(limit));
    }
  }

  /** The formulas of {@link Backend#update}, one number at a time. */
  private static void step(
      Updater updater, double[] g, double[][] state, double[] parameters, int iteration) {
    for (int i = 0; i < g.length; i++) {
      if (updater instanceof Adam adam) {
        double m = adam.beta1() * state[0][i] + (1 - adam.beta1()) * g[i];
        double v = adam.beta2() * state[1][i] + (1 - adam.beta2()) * g[i] * g[i];
        state[0][i] = m;
        state[1][i] = v;
        double b1 = 1 - Math.pow(adam.beta1(), iteration + 1);
        double b2 = 1 - Math.pow(adam.beta2(), iteration + 1);
        parameters[i] -= RATE * Math.sqrt(b2) / b1 * m / (Math.sqrt(v) + adam.epsilon());
      } else if (updater instanceof RmsProp rmsProp) {
        double r = rmsProp.decay() * state[0][i] + (1 - rmsProp.decay()) * g[i] * g[i];
        state[0][i] = r;
        parameters[i] -= RATE * g[i] / (Math.sqrt(r) + rmsProp.epsilon());
      } else {
        parameters[i] -= RATE * g[i];
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void followsTheFormula(TestBackend kind) {
    for (Updater updater : UPDATERS) {
      for (int size : new int[] {1, 7, 1000}) {
        Random random = new Random(size);
        float[] start = normal(random, size);
        Run run = new Run(kind, updater, size, start);
        double[] parameters = run.backend.readDoubles(run.parameters);
        double[][] state = new double[updater.states()][];
        Arrays.setAll(state, k -> run.backend.readDoubles(run.state.get(k)));
        for (int t = 0; t < ITERATIONS; t++) {
          float[] g = normal(random, size);
          run.backend.write(g, run.gradient);
          double[] wide = run.backend.readDoubles(run.gradient);
          run.backend.update(updater, run.gradient, run.state, run.parameters, RATE, t);
          step(updater, wide, state, parameters, t);
        }
        assertClose(run.backend.readDoubles(run.parameters), parameters, kind.tolerance());
        for (int k = 0; k < state.length; k++) {
          assertClose(run.backend.readDoubles(run.state.get(k)), state[k], kind.tolerance());
        }
        double[] all = run.backend.readDoubles(run.all);
        assertThat(all[0]).isZero();
        assertThat(all[all.length - 1]).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAverageFollowsTheNewParameters(TestBackend kind) {
    for (Updater updater : UPDATERS) {
      float[] start = normal(new Random(4), 50);
      Run alone = new Run(kind, updater, 50, start);
      Run averaged = new Run(kind, updater, 50, start);
      Matrix average = averaged.backend.allocate(1, 50);
      double[] expected = new double[50];
      for (int t = 0; t < 5; t++) {
        float[] g = normal(new Random(t), 50);
        alone.backend.write(g, alone.gradient);
        averaged.backend.write(g, averaged.gradient);
        alone.backend.update(updater, alone.gradient, alone.state, alone.parameters, RATE, t);
        averaged.backend.update(
            updater, averaged.gradient, averaged.state, averaged.parameters, RATE, t, 0.9, average);
        double[] parameters = alone.backend.readDoubles(alone.parameters);
        assertThat(averaged.backend.readDoubles(averaged.parameters)).isEqualTo(parameters);
        for (int i = 0; i < expected.length; i++) {
          expected[i] = 0.9 * expected[i] + 0.1 * parameters[i];
        }
      }
      assertClose(averaged.backend.readDoubles(average), expected, kind.tolerance());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRateNoStep(TestBackend kind) {
    for (Updater updater : UPDATERS) {
      float[] start = normal(new Random(5), 9);
      Run run = new Run(kind, updater, 9, start);
      run.backend.affine(0, 1, run.gradient);
      double[] before = run.backend.readDoubles(run.parameters);
      run.backend.update(updater, run.gradient, run.state, run.parameters, 0, 0);
      assertThat(run.backend.readDoubles(run.parameters)).containsExactly(before);
      for (Matrix s : run.state) {
        assertThat(run.backend.readDoubles(s)[0]).isGreaterThan(5e-4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noParametersNoStep(TestBackend kind) {
    Backend backend = kind.create();
    Matrix none = backend.allocate(1, 0);
    backend.update(new Sgd(), none, List.of(), none, RATE, 0);
    backend.update(Adam.WGAN_GP, none, List.of(none, none), none, RATE, 0);
  }

  private static GradientUpdater<?> nd4j(Updater updater, TestBackend kind, int size) {
    if (updater instanceof Sgd) {
      return new SgdUpdater(new org.nd4j.linalg.learning.config.Sgd(RATE));
    }
    INDArray state = Nd4j.zeros(kind.type(), 1, (long) updater.states() * size);
    if (updater instanceof Adam adam) {
      return new org.nd4j.linalg.learning.config.Adam(
              RATE, adam.beta1(), adam.beta2(), adam.epsilon())
          .instantiate(state, true);
    }
    RmsProp rmsProp = (RmsProp) updater;
    return new org.nd4j.linalg.learning.config.RmsProp(RATE, rmsProp.decay(), rmsProp.epsilon())
        .instantiate(state, true);
  }

  /**
   * Parameters as DL4J moves them: its updater turns the gradient into a step, which is subtracted.
   * ND4J's backend and the host's have to agree bit by bit. The one in plain Java rounds in another
   * order; a step is at most some 4 RATE, so its parameters may differ by a few roundings per
   * iteration.
   */
  @ParameterizedTest
  @EnumSource
  void agreesWithTheUpdatersOfNd4j(TestBackend kind) {
    int size = 1003;
    for (Updater updater : UPDATERS) {
      Random random = new Random(8);
      float[] start = normal(random, size);
      Run run = new Run(kind, updater, size, start);
      INDArray parameters = row(start).castTo(kind.type());
      GradientUpdater<?> other = nd4j(updater, kind, size);
      for (int t = 0; t < ITERATIONS; t++) {
        float[] g = normal(random, size);
        run.backend.write(g, run.gradient);
        run.backend.update(updater, run.gradient, run.state, run.parameters, RATE, t);
        INDArray gradient = row(g).castTo(kind.type());
        other.applyUpdater(gradient, t, 0);
        parameters.subi(gradient);
      }
      double[] expected = parameters.data().asDouble();
      double[] actual = run.backend.readDoubles(run.parameters);
      if (run.backend instanceof Nd4jBackend || run.backend instanceof HostBackend) {
        assertThat(actual).as(updater.toString()).containsExactly(expected);
      } else {
        assertClose(actual, expected, kind.tolerance());
      }
    }
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }
}
