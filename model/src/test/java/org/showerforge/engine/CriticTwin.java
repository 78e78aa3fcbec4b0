package org.showerforge.engine;

import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.showerforge.backend.Activation;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/** A random critic twice, as the engine's and as a naive one, with the same events. */
final class CriticTwin {
  /** What is not random. */
  record Case(MapCase maps, Activation.Kind activation, LossCase loss, Penalty.Kind penalty) {}

  /**
   * How far the engine is from central differences.
   *
   * @param weights the critic's gradients
   * @param response the generator's gradient by the response
   * @param skipped draws that came too close to a kink
   */
  record Errors(double weights, double response, int skipped) {}

  private static final int DRAWS = 200;

  private final TwinMaps maps;
  private final TwinNetwork network;
  private final Margin margin = new Margin();
  private final NaiveCritic naive;
  private final NaiveCritic.Events events;
  private final Critic critic;
  private final int conditions;

  private CriticTwin(Case kind, Faults faults, long seed) {
    Random random = new Random(seed);
    this.maps = new TwinMaps(new JavaBackend(), random, gain(kind.activation));
    this.network = new TwinNetwork(maps, faults);
    this.conditions = random.nextInt(3);
    int batch = 1 + random.nextInt(4);
    int outputs = kind.loss == LossCase.CRAMER ? 2 + random.nextInt(3) : 1;
    int responseWidth = build(kind, outputs);
    double smoothing = kind.loss.smooths() ? 0.5 * random.nextDouble() : 0;
    double lambda = kind.penalty == Penalty.Kind.NONE ? 0 : 0.5 + 9 * random.nextDouble();
    double matching = random.nextBoolean() ? 0 : random.nextDouble();
    this.naive =
        new NaiveCritic(
            network.naive(margin),
            new NaiveLoss(kind.loss, smoothing, margin),
            kind.penalty,
            lambda,
            matching,
            responseWidth);
    this.events = events(batch, responseWidth);
    this.critic =
        new Critic(
            maps.backend,
            network.layers,
            faults.loss(kind.loss.engine(maps.backend, batch, outputs, smoothing)),
            new Penalty(kind.penalty, lambda),
            batch,
            responseWidth,
            matching);
    write(kind.loss);
  }

  /** Weights that keep |g| of the order of one. */
  private static double gain(Activation.Kind activation) {
    return activation == Activation.Kind.SIGMOID ? 3 : 1.3;
  }

  /** Random critics of seeds from this one on, until one stays away from every kink. */
  static Errors errors(Case kind, Faults faults, long seed) {
    return firstSmooth(draw -> new CriticTwin(kind, faults, 1000 * seed + draw).measured(draw));
  }

  static <T> T firstSmooth(LongFunction<Optional<T>> draws) {
    return LongStream.range(0, DRAWS)
        .mapToObj(draws)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  /** Layers from the response and the conditions to the outputs; returns the response's width. */
  private int build(Case kind, int outputs) {
    Activation f = activation(kind.activation, maps.random);
    MapCase.Stack stack = kind.maps.stack(maps, conditions);
    int width = 0;
    for (TwinMaps.Twin twin : stack.maps()) {
      network.add(twin, f);
      width = twin.map().outputs();
    }
    if (maps.random.nextBoolean()) {
      int hidden = 2 + maps.random.nextInt(4);
      network.add(maps.dense(width, hidden), f);
      width = hidden;
    }
    network.add(maps.dense(width, outputs), Activation.IDENTITY);
    return stack.inputs();
  }

  static Activation activation(Activation.Kind kind, Random random) {
    // ND4J and a float keep a multiple of 1/16 exactly.
    boolean leaky = kind == Activation.Kind.LEAKY_RELU;
    return new Activation(kind, leaky ? (1 + random.nextInt(8)) / 16.0 : 0);
  }

  private NaiveCritic.Events events(int batch, int responseWidth) {
    double[][] real = maps.rows(batch, responseWidth + conditions);
    double[][] fake = maps.rows(batch, responseWidth + conditions);
    double[][] second = maps.rows(batch, responseWidth + conditions);
    double[] mixing = new double[batch];
    double[] weights = maps.gaussians(batch, 1);
    for (int n = 0; n < batch; n++) {
      System.arraycopy(real[n], responseWidth, fake[n], responseWidth, conditions);
      System.arraycopy(real[n], responseWidth, second[n], responseWidth, conditions);
      mixing[n] = maps.random.nextFloat();
    }
    return new NaiveCritic.Events(real, fake, second, weights, mixing);
  }

  private void write(LossCase loss) {
    int batch = events.real().length;
    Matrix generated = critic.generatedInput();
    maps.backend.copy(maps.matrix(events.real()), critic.realInput());
    maps.backend.copy(maps.matrix(events.fake()), generated.rows(0, batch));
    if (loss.samples() > 1) {
      maps.backend.copy(maps.matrix(events.second()), generated.rows(batch, 2 * batch));
    }
    maps.backend.copy(maps.matrix(batch, 1, events.weights()), critic.weights());
  }

  /** Nothing if the critic comes too close to a kink. */
  private Optional<Errors> measured(long draw) {
    naive.criticLoss(events);
    naive.generatorLoss(events);
    if (!margin.isWide()) {
      return Optional.empty();
    }
    Matrix mixing = maps.matrix(events.mixing().length, 1, events.mixing());
    // The steps leave nothing behind: any order, any number of times.
    critic.gradient(mixing, Sum.NEW);
    double response = responseError();
    critic.gradient(mixing, Sum.NEW);
    double weights = maps.gradientError(() -> naive.criticLoss(events));
    return Optional.of(new Errors(weights, response, (int) draw));
  }

  private double responseError() {
    critic.computeGeneratorGradient();
    double[] found = maps.backend.readDoubles(critic.generatorGradient());
    int batch = events.real().length;
    int width = naive.responseWidth();
    double[] expected = new double[found.length];
    for (int n = 0; n < found.length / width; n++) {
      double[] event = n < batch ? events.fake()[n] : events.second()[n - batch];
      double[] gradient = Differences.gradient(event, () -> naive.generatorLoss(events));
      System.arraycopy(gradient, 0, expected, n * width, width);
    }
    return Differences.relativeError(found, expected, Differences.size(expected));
  }
}
