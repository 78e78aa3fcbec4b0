package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The generator's weight gradient, through head, critic features and critic, in double precision
 * against central differences. Generator, head, features and critic are written out naively here.
 */
final class GeneratorTest {
  private static final double LEAK = 0.25;
  private static final int BATCH = 4;
  private static final int NOISE = 3;
  private static final int CONDITIONS = 2;
  private static final int CELLS = 5;

  /** What stands between generator and critic. */
  enum Case {
    LINEAR,
    NOISY,
    PROJECTIONS,
    ENERGIES,
    OCCUPANCY,
    MOMENTS
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void weightGradientIsThatOfMinusMeanScore(Case kind) {
    Random random = new Random(kind.name().length());
    boolean noisy = kind != Case.LINEAR;
    double[][] groups = Reference.rows(random, CELLS, 2);
    double[][] sums = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 1}};
    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < 2; j++) {
        groups[i][j] *= kind == Case.MOMENTS ? sums[i][j] : 1;
      }
    }
    int features = kind == Case.LINEAR || kind == Case.NOISY ? 0 : 2;
    Reference generator =
        Reference.random(random, LEAK, NOISE + CONDITIONS, 6, 5, noisy ? 2 * CELLS : CELLS);
    Reference critic = Reference.random(random, LEAK, CELLS + features + CONDITIONS, 6, 4, 1);
    double[][] input = Reference.rows(random, BATCH, NOISE + CONDITIONS);
    double[][] cellNoise = Reference.rows(random, BATCH, CELLS);
    double[][] threshold = {{0.5}, {0.75}, {1}, {1.25}};

    List<Matrix> gradients = new ArrayList<>();
    Backend backend = Nd4jBackend.float64();
    Head head = noisy ? new NoisyCellHead(backend, BATCH, CELLS) : new LinearHead(backend);
    Generator engine =
        new Generator(backend, generator.maps(backend, gradients), head, BATCH, CELLS, LEAK);
    Critic engineCritic =
        new Critic(
            backend, critic.maps(backend, new ArrayList<>()), BATCH, CELLS + features, LEAK, 10);
    backend.copy(Reference.matrix(backend, input), engine.input());
    if (noisy) {
      backend.copy(Reference.matrix(backend, cellNoise), engine.cellNoise());
    }
    Matrix fake = engineCritic.fakeInput();
    Matrix response = fake.columns(0, CELLS);
    Matrix thresholds = Reference.matrix(backend, threshold);
    engine.forward(response);
    CriticFeature feature = feature(backend, kind, groups, sums);
    if (features > 0) {
      feature.apply(response, thresholds, fake.columns(CELLS, CELLS + features));
    }
    backend.copy(
        engine.input().columns(NOISE, NOISE + CONDITIONS),
        fake.columns(CELLS + features, CELLS + features + CONDITIONS));
    Matrix all = engineCritic.generatorGradient();
    Matrix responseGradient = backend.allocate(BATCH, CELLS);
    backend.copy(all.columns(0, CELLS), responseGradient);
    if (features > 0) {
      feature.addGradient(
          response, thresholds, all.columns(CELLS, CELLS + features), responseGradient);
    }
    engine.backward(response, responseGradient);

    Naive naive =
        new Naive(
            kind,
            generator,
            critic,
            input,
            noisy ? cellNoise : new double[BATCH][0],
            threshold,
            groups,
            sums);
    double[] expected =
        generator.nudges().stream().mapToDouble(nudge -> nudge.derivative(naive::loss)).toArray();
    assertThat(Reference.relativeError(CriticTest.flat(backend, gradients), expected))
        .isLessThan(1e-6);
  }

  /** The loss, one event at a time. */
  private record Naive(
      Case kind,
      Reference generator,
      Reference critic,
      double[][] input,
      double[][] cellNoise,
      double[][] threshold,
      double[][] groups,
      double[][] sums) {
    double loss() {
      double loss = 0;
      for (int n = 0; n < BATCH; n++) {
        double[] x = head(generator.forward(input[n]), cellNoise[n]);
        double[] phi = features(kind, x, threshold[n][0], groups, sums);
        int used = kind == Case.LINEAR || kind == Case.NOISY ? 0 : phi.length;
        double[] row = new double[CELLS + used + CONDITIONS];
        System.arraycopy(x, 0, row, 0, CELLS);
        System.arraycopy(phi, 0, row, CELLS, used);
        System.arraycopy(input[n], NOISE, row, CELLS + used, CONDITIONS);
        loss -= critic.forward(row)[0] / BATCH;
      }
      return loss;
    }
  }

  private static CriticFeature feature(
      Backend backend, Case kind, double[][] groups, double[][] sums) {
    Matrix weights = Reference.matrix(backend, groups);
    return switch (kind) {
      case ENERGIES -> new Projections(backend, BATCH, weights, 3);
      case OCCUPANCY -> new SoftOccupancy(backend, BATCH, weights, 8);
      case MOMENTS ->
          new LayerAverages(
              backend,
              BATCH,
              weights,
              Reference.matrix(backend, sums),
              Reference.matrix(backend, new double[][] {{1, 0}, {0, 1}}),
              3,
              0.125);
      default -> new Projections(backend, BATCH, weights, 1);
    };
  }

  private static double[] head(double[] raw, double[] noise) {
    if (noise.length == 0) {
      return raw;
    }
    double[] x = new double[CELLS];
    for (int i = 0; i < CELLS; i++) {
      x[i] = Math.max(0, raw[i] + Math.log1p(Math.exp(raw[CELLS + i] - 3)) * noise[i]);
    }
    return x;
  }

  private static double[] features(
      Case kind, double[] x, double threshold, double[][] groups, double[][] sums) {
    double[] phi = new double[2];
    for (int j = 0; j < 2; j++) {
      double weighted = 0;
      double sum = 0.125;
      for (int i = 0; i < CELLS; i++) {
        double value =
            switch (kind) {
              case OCCUPANCY -> 1 / (1 + Math.exp(-8 * (x[i] / threshold - 1)));
              case ENERGIES, MOMENTS -> Math.pow(x[i], 3);
              default -> x[i];
            };
        weighted += value * groups[i][j];
        sum += value * sums[i][j];
      }
      phi[j] = kind == Case.MOMENTS ? weighted / sum : weighted;
    }
    return phi;
  }
}
