package org.showerforge.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.showerforge.backend.Activation;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/**
 * A random generator twice, as the engine's and as a naive one, with a head, a feature of the
 * critic's input and a fixed critic behind it.
 */
final class GeneratorTwin {
  /** What is not random. */
  record Case(MapCase maps, Activation.Kind activation, HeadCase head, FeatureCase feature) {}

  private static final int CONDITIONS = 2;
  private static final double GAIN = 1.3;

  private final Case kind;
  private final LossCase loss;
  private final TwinMaps maps;
  private final TwinNetwork network;
  private final Margin margin = new Margin();
  private final int events;
  private final int cells;
  private final TwinFeature feature;
  private final NaiveNetwork naive;
  private final NaiveCritic naiveCritic;
  private final Critic critic;
  private final double[][] input;
  private final double[][] cellNoise;
  private final double[] thresholds;
  private final double[][] real;
  private final double[] weights;

  private GeneratorTwin(Case kind, Faults faults, long seed) {
    Random random = new Random(seed);
    this.kind = kind;
    this.loss = List.of(LossCase.values()).get(random.nextInt(LossCase.values().length));
    this.maps = new TwinMaps(new JavaBackend(), random, GAIN);
    this.network = new TwinNetwork(maps, faults);
    int batch = 4 + random.nextInt(3);
    this.events = loss.samples() * batch;
    int noise = 2 + random.nextInt(3);
    this.cells = build(noise + CONDITIONS);
    this.feature = new TwinFeature(kind.feature, maps, cells);
    this.naive = network.naive(margin);
    this.input = maps.rows(events, noise + CONDITIONS);
    this.cellNoise = maps.rows(events, cells);
    this.thresholds = new double[events];
    Arrays.setAll(thresholds, n -> (float) (0.5 + random.nextFloat()));

    int inputs = cells + feature.width() + CONDITIONS;
    int outputs = loss == LossCase.CRAMER ? 3 : 1;
    TwinMaps criticMaps = new TwinMaps(maps.backend, random, 1);
    TwinNetwork fixed = new TwinNetwork(criticMaps, Faults.NONE);
    fixed.add(criticMaps.dense(inputs, 4), Activation.TANH);
    fixed.add(criticMaps.dense(4, outputs), Activation.IDENTITY);
    double matching = random.nextBoolean() ? 0 : random.nextDouble();
    this.real = maps.rows(batch, inputs);
    this.weights = maps.gaussians(batch, 1);
    this.naiveCritic =
        new NaiveCritic(
            fixed.naive(margin),
            new NaiveLoss(loss, 0, margin),
            Penalty.Kind.NONE,
            0,
            matching,
            cells + feature.width());
    this.critic =
        new Critic(
            maps.backend,
            fixed.layers,
            loss.engine(maps.backend, batch, outputs, 0),
            Penalty.NONE,
            batch,
            cells + feature.width(),
            matching);
  }

  /** Random generators of seeds from this one on, until one stays away from every kink. */
  static double error(Case kind, Faults faults, long seed) {
    return CriticTwin.firstSmooth(
        draw -> new GeneratorTwin(kind, faults, 1000 * seed + draw).measured(faults));
  }

  /** Layers from noise and conditions to the head; returns the response's width. */
  private int build(int inputs) {
    Activation f = CriticTwin.activation(kind.activation, maps.random);
    int passed = maps.random.nextInt(2);
    MapCase.Stack stack = kind.maps.stack(maps, passed);
    int width = stack.inputs() + passed;
    add(maps.dense(inputs, width), f, width);
    for (int i = 0; i < stack.maps().size(); i++) {
      TwinMaps.Twin twin = stack.maps().get(i);
      width = twin.map().outputs();
      add(twin, f, twin.map().passed() == 0 ? stack.channels().get(i) : width);
    }
    int response = kind.head == HeadCase.LINEAR ? width : 4 + maps.random.nextInt(3);
    if (kind.head != HeadCase.LINEAR) {
      network.add(maps.dense(width, response), Activation.IDENTITY);
    }
    return response;
  }

  private void add(TwinMaps.Twin twin, Activation f, int channels) {
    if (maps.random.nextInt(3) == 0) {
      network.addNormalised(twin, f, channels, events);
    } else {
      network.add(twin, f);
    }
  }

  private double loss() {
    double[][] raw = naive.forwardBatch(input);
    double[][] rows = new double[events][];
    for (int n = 0; n < events; n++) {
      double[] x = kind.head.naive(raw[n], cellNoise[n], margin);
      double[] phi = feature.naive(x, thresholds[n], margin);
      double[] row = Arrays.copyOf(x, cells + phi.length + CONDITIONS);
      System.arraycopy(phi, 0, row, cells, phi.length);
      int first = input[n].length - CONDITIONS;
      System.arraycopy(input[n], first, row, cells + phi.length, CONDITIONS);
      rows[n] = row;
    }
    int batch = real.length;
    return naiveCritic.generatorLoss(
        new NaiveCritic.Events(
            real,
            Arrays.copyOfRange(rows, 0, batch),
            Arrays.copyOfRange(rows, events - batch, events),
            weights,
            new double[batch]));
  }

  /** Nothing if the generator comes too close to a kink. */
  private Optional<Double> measured(Faults faults) {
    loss();
    if (!margin.isWide()) {
      return Optional.empty();
    }
    Head head = faults.head(kind.head.engine(maps.backend, events, cells));
    Generator generator = new Generator(maps.backend, network.layers, head, events, cells);
    maps.backend.copy(maps.matrix(input), generator.input());
    if (kind.head == HeadCase.NOISY_CELLS) {
      maps.backend.copy(maps.matrix(cellNoise), generator.cellNoise());
    }
    maps.backend.copy(maps.matrix(real), critic.realInput());
    maps.backend.copy(maps.matrix(weights.length, 1, weights), critic.weights());
    List<CriticFeature> features =
        feature.width() == 0 ? List.of() : List.of(faults.feature(feature.engine(events)));
    step(generator, features);
    // The step leaves nothing behind that a second one would see.
    step(generator, features);
    return Optional.of(maps.gradientError(this::loss));
  }

  private void step(Generator generator, List<CriticFeature> features) {
    Matrix rows = critic.generatedInput();
    int width = cells + feature.width();
    Matrix response = rows.columns(0, cells);
    Matrix threshold = maps.matrix(events, 1, thresholds);
    generator.forward(response);
    for (CriticFeature f : features) {
      f.apply(response, threshold, rows.columns(cells, width));
    }
    int inputs = generator.input().columns();
    maps.backend.copy(
        generator.input().columns(inputs - CONDITIONS, inputs),
        rows.columns(width, width + CONDITIONS));
    critic.computeGeneratorGradient();
    Matrix gradient = critic.generatorGradient();
    Matrix byResponse = maps.backend.allocate(events, cells);
    maps.backend.copy(gradient.columns(0, cells), byResponse);
    for (CriticFeature f : features) {
      f.addGradient(response, threshold, gradient.columns(cells, width), byResponse);
    }
    generator.backward(response, byResponse, Sum.NEW);
  }
}
