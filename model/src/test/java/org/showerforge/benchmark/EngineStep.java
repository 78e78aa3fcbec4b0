package org.showerforge.benchmark;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.engine.Critic;
import org.showerforge.engine.Generator;
import org.showerforge.engine.LinearHead;
import org.showerforge.engine.Penalty;
import org.showerforge.engine.ScoreLoss;
import org.showerforge.engine.Sum;

/** The step by this engine, as the trainer runs it. */
final class EngineStep implements Contender {
  private static final Philox RANDOM = new Philox(1);

  private static final int LATENT = 0;
  private static final int MIXING = 1;
  private static final int DATA = 2;

  private final Backend backend;
  private final BenchmarkCase what;
  private final FlatParameters criticParameters;
  private final Critic critic;
  private final Matrix mixing;
  private final Matrix realCells;
  private final Matrix realConditions;
  private final Matrix fakeCells;
  private final Matrix fakeConditions;
  private final @Nullable GeneratorPart generator;
  private final int criticSteps;
  private final int blocks;
  private final Matrix[] data;
  private final Matrix[] conditions;
  private final Runnable iteration = this::iterate;
  private long stream;

  /** What only a case with a generator has. */
  private record GeneratorPart(
      FlatParameters parameters, Generator network, Matrix latent, Matrix conditions) {}

  EngineStep(Backend backend, BenchmarkCase what) {
    this(backend, what, 1);
  }

  /**
   * A step.
   *
   * @param criticSteps critic updates per generator update
   */
  EngineStep(Backend backend, BenchmarkCase what, int criticSteps) {
    this.backend = backend;
    this.what = what;
    this.criticSteps = criticSteps;
    EngineNetworks networks = new EngineNetworks(backend, what);
    int cells = what.cells();
    // As the trainer cuts a batch.
    this.blocks = Math.max(1, what.batch() / backend.cachedRows());
    int batch = what.batch() / blocks;
    this.criticParameters = new FlatParameters(backend, networks.criticSize());
    this.critic =
        new Critic(
            backend,
            networks.critic(criticParameters),
            new ScoreLoss(backend, ScoreLoss.Kind.WASSERSTEIN, 0),
            new Penalty(Penalty.Kind.TWO_SIDED, BenchmarkCase.LAMBDA / blocks),
            batch,
            cells,
            0);
    backend.affine(0, 1.0 / blocks, critic.weights());
    Matrix allData = backend.allocate(what.batch(), cells);
    Matrix allConditions = backend.allocate(what.batch(), 1);
    backend.uniformRows(RANDOM, 0, DATA, allData);
    backend.uniformRows(RANDOM, what.batch(), DATA, allConditions);
    this.data = new Matrix[blocks];
    this.conditions = new Matrix[blocks];
    for (int i = 0; i < blocks; i++) {
      data[i] = allData.rows(i * batch, (i + 1) * batch);
      conditions[i] = allConditions.rows(i * batch, (i + 1) * batch);
    }
    this.mixing = backend.allocate(batch, 1);
    this.realCells = critic.realInput().columns(0, cells);
    this.realConditions = critic.realInput().columns(cells, cells + 1);
    this.fakeCells = critic.generatedInput().columns(0, cells);
    this.fakeConditions = critic.generatedInput().columns(cells, cells + 1);
    backend.gaussianRows(RANDOM, 0, DATA, fakeCells);
    this.generator = what.hasGenerator() ? generator(networks) : null;
  }

  private GeneratorPart generator(EngineNetworks networks) {
    FlatParameters parameters = new FlatParameters(backend, networks.generatorSize());
    Generator network =
        new Generator(
            backend,
            networks.generator(parameters),
            new LinearHead(backend),
            what.batch() / blocks,
            what.cells());
    int latent = what.latent();
    return new GeneratorPart(
        parameters,
        network,
        network.input().columns(0, latent),
        network.input().columns(latent, latent + 1));
  }

  @Override
  public double[] time(int steps) {
    return Contender.time(steps, this::step);
  }

  /** One iteration, replayed where the backend can. */
  void step() {
    backend.iteration(iteration);
  }

  /** Waits for the device, and gives the critic's parameters. */
  double[] critic() {
    return criticParameters.read();
  }

  private void iterate() {
    for (int k = 0; k < criticSteps; k++) {
      for (int i = 0; i < blocks; i++) {
        criticBlock(i, i == 0 ? Sum.NEW : Sum.ADDED);
      }
      criticParameters.update();
    }
    if (generator != null) {
      for (int i = 0; i < blocks; i++) {
        generate(generator, i);
        critic.computeGeneratorGradient();
        generator.network.backward(
            fakeCells, critic.generatorGradient(), i == 0 ? Sum.NEW : Sum.ADDED);
      }
      generator.parameters.update();
    }
  }

  private void criticBlock(int block, Sum sum) {
    backend.copy(data[block], realCells);
    backend.copy(conditions[block], realConditions);
    if (generator != null) {
      generate(generator, block);
    } else {
      backend.copy(conditions[block], fakeConditions);
    }
    backend.uniformRows(RANDOM, stream, MIXING, mixing);
    critic.gradient(mixing, sum);
  }

  private void generate(GeneratorPart part, int block) {
    stream += mixing.rows();
    backend.gaussianRows(RANDOM, stream, LATENT, part.latent);
    backend.copy(conditions[block], part.conditions);
    backend.copy(conditions[block], fakeConditions);
    part.network.forward(fakeCells);
  }
}
