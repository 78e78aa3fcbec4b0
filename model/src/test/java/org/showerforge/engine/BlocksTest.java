package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/** A batch in blocks gives the gradients of the batch in one, for critic and generator. */
final class BlocksTest {
  private static final int BATCH = 12;
  private static final int CELLS = 4;
  private static final int INPUTS = 6;
  private static final double LAMBDA = 7;

  private final Backend backend = new JavaBackend();
  private final Matrix real = random(1, BATCH, INPUTS);
  private final Matrix fake = random(2, BATCH, INPUTS);
  private final Matrix mixing = random(3, BATCH, 1);

  private Matrix random(int seed, int rows, int columns) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Matrix matrix = backend.allocate(rows, columns);
    backend.write(values, matrix);
    return matrix;
  }

  private List<Layer> layers(List<Matrix> gradients, int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      Matrix weightGradient = backend.allocate(widths[l + 1], widths[l]);
      Matrix biasGradient = backend.allocate(1, widths[l + 1]);
      gradients.addAll(List.of(weightGradient, biasGradient));
      Dense map =
          new Dense(
              backend,
              Parameters.trained(random(10 + l, widths[l + 1], widths[l]), weightGradient),
              Parameters.trained(random(20 + l, 1, widths[l + 1]), biasGradient));
      layers.add(Layer.of(map, l + 2 < widths.length ? Activation.TANH : Activation.IDENTITY));
    }
    return layers;
  }

  private double[] criticGradients(int blocks) {
    List<Matrix> gradients = new ArrayList<>();
    int rows = BATCH / blocks;
    Critic critic =
        new Critic(
            backend,
            layers(gradients, INPUTS, 5, 3, 1),
            new ScoreLoss(backend, ScoreLoss.Kind.GAN, 0.1),
            new Penalty(Penalty.Kind.TWO_SIDED, LAMBDA / blocks),
            rows,
            CELLS,
            0);
    backend.affine(0, 1.0 / blocks, critic.weights());
    for (int block = 0; block < blocks; block++) {
      int from = block * rows;
      backend.copy(real.rows(from, from + rows), critic.realInput());
      backend.copy(fake.rows(from, from + rows), critic.generatedInput());
      critic.gradient(mixing.rows(from, from + rows), block == 0 ? Sum.NEW : Sum.ADDED);
    }
    return flat(gradients);
  }

  private double[] generatorGradients(int blocks) {
    List<Matrix> gradients = new ArrayList<>();
    int rows = BATCH / blocks;
    Generator generator =
        new Generator(
            backend, layers(gradients, INPUTS, 5, CELLS), new LinearHead(backend), rows, CELLS);
    Matrix upstream = random(4, BATCH, CELLS);
    Matrix response = backend.allocate(rows, CELLS);
    for (int block = 0; block < blocks; block++) {
      int from = block * rows;
      backend.copy(real.rows(from, from + rows), generator.input());
      generator.forward(response);
      generator.backward(
          response, upstream.rows(from, from + rows), block == 0 ? Sum.NEW : Sum.ADDED);
    }
    return flat(gradients);
  }

  private double[] flat(List<Matrix> matrices) {
    return matrices.stream().flatMapToDouble(m -> Arrays.stream(backend.readDoubles(m))).toArray();
  }

  private static void assertClose(double[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - expected[i])).as("number %d", i).isLessThan(1e-12);
    }
  }

  @Test
  void criticGradientsAddUp() {
    assertClose(criticGradients(3), criticGradients(1));
    assertThat(Arrays.stream(criticGradients(1)).map(Math::abs).max().orElseThrow())
        .isGreaterThan(0.1);
  }

  @Test
  void generatorGradientsAddUp() {
    assertClose(generatorGradients(4), generatorGradients(1));
    assertThat(Arrays.stream(generatorGradients(1)).map(Math::abs).max().orElseThrow())
        .isGreaterThan(0.1);
  }
}
