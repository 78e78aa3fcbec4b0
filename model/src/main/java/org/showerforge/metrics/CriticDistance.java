package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Adam;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.engine.Critic;
import org.showerforge.engine.Dense;
import org.showerforge.engine.Layer;
import org.showerforge.engine.Parameters;
import org.showerforge.engine.Penalty;
import org.showerforge.engine.ScoreLoss;
import org.showerforge.engine.Sum;

/**
 * The earth mover's distance as a Wasserstein critic estimates it (Arjovsky et al., arXiv
 * 1701.07875, by Kantorovich's duality; the gradient's norm held at 1 by Gulrajani's penalty, arXiv
 * 1704.00028): mean D(real) - mean D(other) of events that the critic was not trained on. Where the
 * sliced distance looks along straight lines, the critic finds any surface.
 */
final class CriticDistance {
  private static final List<Integer> WIDTHS = List.of(128, 128, 1);
  private static final double LEAK = 0.2;
  private static final double LAMBDA = 10;
  private static final double RATE = 5e-4;
  private static final int BATCH = 128;
  private static final int UPDATES = 1500;

  private final Backend backend;
  private final int width;
  private final Critic critic;
  private final Matrix mixing;
  private final List<Trained> trained = new ArrayList<>();
  private final SplittableRandom random;

  /** A map's parameters, their gradient and Adam's state. */
  private record Trained(Matrix values, Matrix gradient, List<Matrix> state) {}

  private CriticDistance(Backend backend, int width, long seed) {
    this.backend = backend;
    this.width = width;
    this.random = new SplittableRandom(seed);
    List<Layer> layers = new ArrayList<>();
    int below = width;
    for (int outputs : WIDTHS) {
      Parameters weight = parameters(outputs, below, Math.sqrt(2.0 / below));
      Parameters bias = parameters(1, outputs, 0);
      Activation activation = outputs == 1 ? Activation.IDENTITY : Activation.leakyRelu(LEAK);
      layers.add(Layer.of(new Dense(backend, weight, bias), activation));
      below = outputs;
    }
    this.critic =
        new Critic(
            backend,
            layers,
            new ScoreLoss(backend, ScoreLoss.Kind.WASSERSTEIN, 0),
            new Penalty(Penalty.Kind.TWO_SIDED, LAMBDA),
            BATCH,
            width,
            0);
    this.mixing = backend.allocate(BATCH, 1);
  }

  private Parameters parameters(int rows, int columns, double spread) {
    float[] start = new float[rows * columns];
    for (int i = 0; i < start.length; i++) {
      start[i] = (float) (spread * random.nextGaussian());
    }
    Matrix values = backend.allocate(rows, columns);
    backend.write(start, values);
    Matrix gradient = backend.allocate(rows, columns);
    trained.add(
        new Trained(
            values,
            gradient,
            List.of(backend.allocate(rows, columns), backend.allocate(rows, columns))));
    return Parameters.trained(values, gradient);
  }

  /**
   * The distance of two samples of the same size, each column in units of the reference's spread.
   *
   * @param seed of the weights, the batches and the division into training and test
   */
  static Estimate of(FeatureTable reference, FeatureTable other, long seed) {
    try (Backend backend = Backends.float32()) {
      return new CriticDistance(backend, reference.width(), seed).estimate(reference, other);
    }
  }

  private Estimate estimate(FeatureTable reference, FeatureTable other) {
    int[] real = Shuffles.permutation(reference.rows(), random);
    int[] made = Shuffles.permutation(other.rows(), random);
    int half = reference.rows() / 2;
    Philox noise = Philox.of(random.nextLong());
    for (int update = 0; update < UPDATES; update++) {
      put(reference, random.ints(BATCH, 0, half).map(i -> real[i]).toArray(), critic.realInput());
      put(other, random.ints(BATCH, 0, half).map(i -> made[i]).toArray(), critic.generatedInput());
      backend.uniformRows(noise, (long) update * BATCH, 0, mixing);
      critic.gradient(mixing, Sum.NEW);
      double rate = RATE * Math.min(1, 2.0 * (UPDATES - update) / UPDATES);
      for (Trained part : trained) {
        backend.update(Adam.WGAN_GP, part.gradient, part.state, part.values, rate, update);
      }
    }
    return difference(
        scores(reference, Arrays.copyOfRange(real, half, real.length)),
        scores(other, Arrays.copyOfRange(made, half, made.length)));
  }

  private static Estimate difference(double[] real, double[] made) {
    Moments a = Moments.of(real);
    Moments b = Moments.of(made);
    return new Estimate(
        a.mean() - b.mean(), Math.sqrt(a.variance() / real.length + b.variance() / made.length));
  }

  private void put(FeatureTable table, int[] events, Matrix input) {
    float[] rows = new float[events.length * width];
    for (int i = 0; i < events.length; i++) {
      for (int k = 0; k < width; k++) {
        rows[i * width + k] = table.value(events[i], k);
      }
    }
    backend.write(rows, input);
  }

  private double[] scores(FeatureTable table, int[] events) {
    double[] scores = new double[events.length];
    float[] batch = new float[BATCH];
    for (int from = 0; from < events.length; from += BATCH) {
      int first = from;
      int[] some = new int[BATCH];
      Arrays.setAll(some, i -> events[Math.min(first + i, events.length - 1)]);
      put(table, some, critic.realInput());
      critic.gradient(mixing, Sum.NEW);
      backend.read(critic.realScores(), batch);
      for (int i = from; i < Math.min(events.length, from + BATCH); i++) {
        scores[i] = batch[i - from];
      }
    }
    return scores;
  }
}
