package org.showerforge.engine;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;

/** The step by this engine, as a trainer runs it. */
final class EngineStep implements Contender {
  private static final Philox RANDOM = new Philox(1);
  private static final int LATENT = 0;
  private static final int MIXING = 1;
  private static final int DATA = 2;

  private final Backend backend;
  private final BenchmarkCase what;
  private final FlatParameters criticParameters;
  private final Critic critic;
  private final Matrix data;
  private final Matrix conditions;
  private final Matrix mixing;
  private final Matrix realCells;
  private final Matrix realConditions;
  private final Matrix fakeCells;
  private final Matrix fakeConditions;
  private final @Nullable GeneratorPart generator;
  private long stream;

  /** What only a case with a generator has. */
  private record GeneratorPart(
      FlatParameters parameters, Generator network, Matrix latent, Matrix conditions) {}

  EngineStep(Backend backend, BenchmarkCase what) {
    this.backend = backend;
    this.what = what;
    EngineNetworks networks = new EngineNetworks(backend, what);
    int cells = what.cells();
    int batch = what.batch();
    this.criticParameters = new FlatParameters(backend, networks.criticSize());
    this.critic =
        new Critic(
            backend,
            networks.critic(criticParameters),
            new ScoreLoss(backend, ScoreLoss.Kind.WASSERSTEIN, 0),
            new Penalty(Penalty.Kind.TWO_SIDED, BenchmarkCase.LAMBDA),
            batch,
            cells,
            0);
    this.data = backend.allocate(batch, cells);
    this.conditions = backend.allocate(batch, 1);
    this.mixing = backend.allocate(batch, 1);
    this.realCells = critic.realInput().columns(0, cells);
    this.realConditions = critic.realInput().columns(cells, cells + 1);
    this.fakeCells = critic.generatedInput().columns(0, cells);
    this.fakeConditions = critic.generatedInput().columns(cells, cells + 1);
    backend.uniformRows(RANDOM, 0, DATA, data);
    backend.uniformRows(RANDOM, batch, DATA, conditions);
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
            what.batch(),
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

  void step() {
    criticStep();
    if (generator != null) {
      generate(generator);
      generator.network.backward(fakeCells, critic.generatorGradient());
      generator.parameters.update();
    }
  }

  private void criticStep() {
    backend.copy(data, realCells);
    backend.copy(conditions, realConditions);
    backend.copy(conditions, fakeConditions);
    if (generator != null) {
      generate(generator);
    }
    backend.uniformRows(RANDOM, stream, MIXING, mixing);
    critic.gradient(mixing);
    criticParameters.update();
  }

  private void generate(GeneratorPart part) {
    stream += what.batch();
    backend.gaussianRows(RANDOM, stream, LATENT, part.latent);
    backend.copy(conditions, part.conditions);
    part.network.forward(fakeCells);
  }
}
