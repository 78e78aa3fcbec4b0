package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.backend.Updater;
import org.showerforge.backend.cuda.OutOfDeviceMemory;
import org.showerforge.engine.Critic;
import org.showerforge.engine.EnergyTerm;
import org.showerforge.engine.Generator;
import org.showerforge.engine.Sum;

/**
 * Trains one stage on one shard: adversarial iterations, and the moving average of the generator.
 *
 * <p>A round is a pure function of (state, shard, seed, first iteration, iterations): all
 * randomness comes from counter-based streams addressed by them. All buffers are allocated at
 * construction. One thread at a time.
 */
public final class StageTrainer implements AutoCloseable {
  private static final int MIN_BLOCK = 64;
  private static final int REAL_ROWS = 0;
  private static final int LATENT = 1;
  private static final int CELL_NOISE = 2;
  private static final int MIXING = 3;
  private static final int REAL_NOISE = 4;
  private static final int GENERATED_NOISE = 5;

  private final StageDesign design;
  private final TrainingSchedule schedule;
  private final Backend backend;
  private final StageNetwork network;
  private final Updater updater;
  private final Generator generator;
  private final Critic critic;
  private final CriticInput real;
  private final CriticInput generated;
  private final CriticInput.Backward backward;
  private final Matrix response;
  private final Matrix responseGradient;
  private final Matrix criticGradient;
  private final Matrix firstResponse;
  private final Matrix firstGradient;
  private final @Nullable EnergyTerm energy;
  private final Samples conditions;
  private final Samples threshold;
  private final List<Matrix> latent;
  private final List<Matrix> cellNormals;
  private final @Nullable CellNoise cellNoise;
  private final Matrix mixing;
  private final Matrix noise;
  private final List<Matrix> noiseBySample;
  private final Matrix firstNoise;
  private final Matrix average;
  private final RunningStatistics statistics;
  private final EventDraw events;
  private final int blocks;
  private final boolean generatorSeesReal;

  /** The same rows once for each generated event of a real one. */
  private record Samples(Matrix all, Matrix first, Matrix second) {
    static Samples of(Matrix all, int batch) {
      return new Samples(all, all.rows(0, batch), all.rows(all.rows() - batch, all.rows()));
    }

    void repeat(Backend backend) {
      if (all.rows() > first.rows()) {
        backend.copy(first, second);
      }
    }
  }

  /** A trainer in single precision. */
  public static StageTrainer create(StageDesign design, TrainingSchedule schedule) {
    return create(design, schedule, Backends.float32());
  }

  static StageTrainer create(StageDesign design, TrainingSchedule schedule, Backend backend) {
    try {
      return new StageTrainer(design, schedule, backend);
    } catch (OutOfDeviceMemory e) {
      backend.close();
      throw TrainingMemory.refusal(design, schedule, 0, e);
    }
  }

  StageTrainer(StageDesign design, TrainingSchedule schedule, Backend backend) {
    this.design = design;
    this.schedule = schedule;
    this.backend = backend;
    this.updater = design.updater().updater();
    this.blocks = blocks(design, schedule.batch(), backend.cachedRows());
    int batch = schedule.batch() / blocks;
    int generatedRows = batch * design.loss().samples();
    this.network = new StageNetwork(design, backend, generatedRows, batch);
    this.generator =
        new Generator(
            backend,
            network.generator(),
            design.createHead(backend, generatedRows),
            generatedRows,
            design.response());
    this.critic =
        new Critic(
            backend,
            network.critic(),
            design.loss().createLoss(backend, batch),
            design.loss().createPenalty(blocks),
            batch,
            design.criticResponse(),
            design.loss().featureMatching());
    this.real = new CriticInput(design, backend, critic.realInput());
    this.generated = new CriticInput(design, backend, critic.generatedInput());
    this.backward = generated.new Backward(design, critic.generatorGradient());
    this.criticGradient = critic.generatorGradient().columns(0, design.response());
    // With noise on top, the critic's columns are not what the generator made.
    this.response =
        blurred() ? backend.allocate(generatedRows, design.response()) : generated.response();
    this.responseGradient = backend.allocate(generatedRows, design.response());
    this.firstResponse = response.rows(0, batch);
    this.firstGradient = responseGradient.rows(0, batch);
    this.energy =
        design.loss().energy() > 0
            ? design.features().energyTerm(backend, batch, design.loss().energy())
            : null;
    this.generatorSeesReal = energy != null || critic.generatorSeesReal();
    this.latent = bySample(generator.input().columns(0, design.noise()), batch);
    this.cellNormals = bySample(generator.cellNoise(), batch);
    this.cellNoise = CellNoise.of(design, backend);
    this.conditions =
        Samples.of(
            generator.input().columns(design.noise(), design.noise() + design.conditions()), batch);
    this.threshold = Samples.of(backend.allocate(generatedRows, 1), batch);
    this.mixing = backend.allocate(batch, 1);
    this.noise = backend.allocate(generatedRows, design.response());
    this.noiseBySample = bySample(noise, batch);
    this.firstNoise = noise.rows(0, batch);
    this.average = backend.allocate(1, network.generatorShare().parameters().columns());
    this.statistics =
        new RunningStatistics(backend, critic, design.loss().createPenalty(blocks), batch);
    this.events = new EventDraw(backend, batch);
  }

  /** The rows of each of the events that are generated for a real one. */
  private static List<Matrix> bySample(Matrix rows, int batch) {
    List<Matrix> samples = new ArrayList<>();
    for (int from = 0; from < rows.rows(); from += batch) {
      samples.add(rows.rows(from, from + batch));
    }
    return samples;
  }

  /**
   * Into how many blocks of the same size a batch is cut, so that a block's buffers stay in the
   * cache: the gradients add up. What looks at the whole batch at once keeps it in one.
   */
  private static int blocks(StageDesign design, int batch, int most) {
    boolean whole =
        design.loss().featureMatching() > 0
            || design.generator().stream().anyMatch(LayerDesign::batchNorm);
    if (!whole) {
      for (int count = 1 + (batch - 1) / most; count <= batch / MIN_BLOCK; count++) {
        if (batch % count == 0) {
          return count;
        }
      }
    }
    return 1;
  }

  /** Gives its memory back; it must not be used any more. */
  @Override
  public void close() {
    backend.close();
  }

  /** Fresh weights, a fresh updater, and the average at the weights. */
  public static StageState initialState(StageDesign design, long seed) {
    return StageNetwork.initialState(design, seed);
  }

  /** What a round gives back. */
  public record Round(StageState state, RoundStatistics statistics) {}

  /**
   * Runs some iterations; ends early, with an exception, when its thread is interrupted.
   *
   * @param state where to start; not changed
   * @param shard the events to draw from, with replacement
   * @param random the generator of this worker's noise
   * @param firstIteration the number of the first iteration since the training began
   * @param iterations how many to run
   */
  public Round run(
      StageState state, Shard shard, Philox random, long firstIteration, int iterations) {
    backend.write(state.parameters(), network.parameters());
    backend.write(state.updater(), network.updaterState());
    backend.write(state.average(), average);
    statistics.reset();
    try {
      events.from(shard);
    } catch (OutOfDeviceMemory e) {
      throw TrainingMemory.refusal(design, schedule, shard.events(), e);
    }
    for (int i = 0; i < iterations; i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted at iteration " + (firstIteration + i));
      }
      long iteration = firstIteration + i;
      backend.iteration(() -> iterate(random, iteration));
    }
    StageState after =
        new StageState(read(network.parameters()), read(network.updaterState()), read(average));
    return new Round(
        after, statistics.read((long) iterations * schedule.criticSteps() * blocks, after));
  }

  private float[] read(Matrix row) {
    float[] values = new float[row.columns()];
    backend.read(row, values);
    return values;
  }

  private void iterate(Philox random, long iteration) {
    double learningRate = schedule.learningRate(iteration);
    int criticSteps = schedule.criticSteps();
    long step = iteration * (criticSteps + 1);
    for (int k = 0; k < criticSteps; k++) {
      int update = Math.toIntExact(iteration * criticSteps + k);
      criticStep(random, step + k, iteration, learningRate, update);
    }
    generatorStep(random, step + criticSteps, iteration, learningRate);
  }

  private void criticStep(
      Philox random, long step, long iteration, double learningRate, int update) {
    for (int block = 0; block < blocks; block++) {
      draw(random, step, block);
      gatherReal(random, step, block, iteration);
      generate(random, step, block, iteration);
      backend.uniformRows(random, stream(step, 0, block), MIXING, mixing);
      critic.gradient(mixing, block == 0 ? Sum.NEW : Sum.ADDED);
      statistics.add();
    }
    network.criticShare().update(backend, updater, learningRate, update);
    if (design.loss().clip() > 0) {
      backend.clip(design.loss().clip(), network.criticShare().parameters());
    }
  }

  private void generatorStep(Philox random, long step, long iteration, double learningRate) {
    for (int block = 0; block < blocks; block++) {
      draw(random, step, block);
      if (generatorSeesReal) {
        gatherReal(random, step, block, iteration);
      }
      generate(random, step, block, iteration);
      critic.computeGeneratorGradient();
      backend.copy(criticGradient, responseGradient);
      backward.addTo(threshold.all(), responseGradient);
      if (energy != null) {
        energy.addGradient(real.response(), firstResponse, critic.weights(), firstGradient);
      }
      generator.backward(response, responseGradient, block == 0 ? Sum.NEW : Sum.ADDED);
    }
    network
        .generatorShare()
        .update(
            backend,
            updater,
            learningRate,
            Math.toIntExact(iteration),
            schedule.emaDecay(),
            average);
  }

  /** Chooses the events of a block, and puts in place what a generator is told of them. */
  private void draw(Philox random, long step, int block) {
    events.next(random, stream(step, 0, block), REAL_ROWS);
    events.conditions(conditions.first());
    events.threshold(threshold.first());
    events.weights(critic.weights());
    // A mean over the batch is a sum over blocks of the means over each, divided by their number.
    backend.affine(1.0 / blocks, 0, critic.weights());
    conditions.repeat(backend);
    threshold.repeat(backend);
  }

  /** Puts the chosen events into the critic's input. */
  private void gatherReal(Philox random, long step, int block, long iteration) {
    events.response(real.response());
    if (blurred()) {
      gaussians(random, step, block, REAL_NOISE, List.of(firstNoise));
      blur(iteration, firstNoise, real.response());
    }
    real.applyFeatures(threshold.first());
    backend.copy(conditions.first(), real.conditions());
  }

  /** Puts generated events into the critic's input. */
  private void generate(Philox random, long step, int block, long iteration) {
    gaussians(random, step, block, LATENT, latent);
    if (cellNoise != null) {
      gaussians(random, step, block, CELL_NOISE, cellNormals);
      cellNoise.scale(conditions.all(), generator.cellNoise());
    }
    generator.forward(response);
    if (blurred()) {
      backend.copy(response, generated.response());
      gaussians(random, step, block, GENERATED_NOISE, noiseBySample);
      blur(iteration, noise, generated.response());
    }
    generated.applyFeatures(threshold.all());
    backend.copy(conditions.all(), generated.conditions());
  }

  private boolean blurred() {
    return design.loss().instanceNoise() > 0;
  }

  private void blur(long iteration, Matrix buffer, Matrix inOut) {
    backend.combine(design.loss().instanceNoise() * schedule.left(iteration), buffer, 1, inOut);
  }

  private void gaussians(Philox random, long step, int block, int substream, List<Matrix> samples) {
    for (int sample = 0; sample < samples.size(); sample++) {
      backend.gaussianRows(random, stream(step, sample, block), substream, samples.get(sample));
    }
  }

  /**
   * The first of a block's noise streams. Every event that the generator makes in a step has its
   * own, in whatever blocks they are made.
   */
  private long stream(long step, int sample, int block) {
    long batch = schedule.batch();
    return (step * latent.size() + sample) * batch + block * (batch / blocks);
  }
}
