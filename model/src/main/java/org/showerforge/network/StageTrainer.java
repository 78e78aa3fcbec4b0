package org.showerforge.network;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.showerforge.engine.Adam;
import org.showerforge.engine.Critic;
import org.showerforge.engine.Generator;
import org.showerforge.engine.Matrix;
import org.showerforge.engine.Nd4jBackend;
import org.showerforge.engine.Philox;

/**
 * Trains one stage on one shard: WGAN-GP iterations with Adam, and the moving average of the
 * generator.
 *
 * <p>A round is a pure function of (state, shard, seed, first iteration, iterations): all
 * randomness comes from counter-based streams addressed by them. All buffers are allocated at
 * construction. One thread at a time.
 */
public final class StageTrainer {
  private static final int REAL_ROWS = 0;
  private static final int LATENT = 1;
  private static final int CELL_NOISE = 2;
  private static final int EPSILON = 3;

  private final StageDesign design;
  private final TrainingSchedule schedule;
  private final Nd4jBackend backend;
  private final StageNetwork network;
  private final StageNetwork.Share generatorShare;
  private final StageNetwork.Share criticShare;
  private final Generator generator;
  private final Critic critic;
  private final CriticInput real;
  private final CriticInput fake;
  private final Matrix latent;
  private final Matrix generatorConditions;
  private final Matrix average;
  private final Matrix threshold;
  private final Matrix epsilon;
  private final Matrix responseGradient;
  private final Matrix[] statistics;
  private final int[] rows;
  private final int[] variants;
  private final int[] bits;

  /** A trainer in single precision. */
  public static StageTrainer create(StageDesign design, TrainingSchedule schedule) {
    return new StageTrainer(design, schedule, Nd4jBackend.float32());
  }

  StageTrainer(StageDesign design, TrainingSchedule schedule, Nd4jBackend backend) {
    this.design = design;
    this.schedule = schedule;
    this.backend = backend;
    ComputationGraph graph = StageGraph.create(design, 0, backend.type());
    int batch = schedule.batch();
    this.network = new StageNetwork(design, backend, graph);
    this.generatorShare = network.generatorShare();
    this.criticShare = network.criticShare();
    this.generator =
        new Generator(
            backend,
            network.generator(),
            design.createHead(backend, batch),
            batch,
            design.response(),
            design.leak());
    this.critic =
        new Critic(
            backend,
            network.critic(),
            batch,
            design.criticResponse(),
            design.leak(),
            schedule.lambda());
    this.real = new CriticInput(design, backend, critic.realInput());
    this.fake = new CriticInput(design, critic.fakeInput(), real.features());
    this.latent = generator.input().columns(0, design.noise());
    this.generatorConditions =
        generator.input().columns(design.noise(), design.noise() + design.conditions());
    this.average = backend.allocate(1, generatorShare.parameters().columns());
    this.threshold = backend.allocate(batch, 1);
    this.epsilon = backend.allocate(batch, 1);
    this.responseGradient = backend.allocate(batch, design.response());
    this.statistics =
        new Matrix[] {
          backend.allocate(2 * batch, 1), backend.allocate(batch, 1), backend.allocate(batch, 1)
        };
    this.rows = new int[batch];
    this.variants = new int[batch];
    this.bits = new int[2 * batch];
  }

  /** Fresh weights, an empty updater, and the average at the weights. */
  public static StageState initialState(StageDesign design, TrainingSchedule schedule, long seed) {
    StageTrainer trainer = create(design, schedule);
    ComputationGraph graph = StageGraph.create(design, seed, trainer.backend.type());
    float[] parameters = graph.params().dup().data().asFloat();
    float[] average = new float[trainer.average.columns()];
    System.arraycopy(parameters, 0, average, 0, average.length);
    return new StageState(parameters, new float[trainer.network.updaterState().columns()], average);
  }

  /** What a round gives back. */
  public record Round(StageState state, RoundStatistics statistics) {}

  /**
   * Runs some iterations.
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
    Matrix conditions = upload(shard.conditions(), shard.events());
    Matrix response = upload(shard.response(), shard.events());
    Matrix thresholds = upload(shard.threshold(), shard.events());
    for (Matrix sum : statistics) {
      backend.affine(0, 0, sum);
    }
    Batches batches = new Batches(shard, conditions, response, thresholds, random);
    for (int i = 0; i < iterations; i++) {
      iterate(batches, firstIteration + i);
    }
    StageState after =
        new StageState(
            backend.readFloats(network.parameters()),
            backend.readFloats(network.updaterState()),
            backend.readFloats(average));
    return new Round(after, readStatistics((long) iterations * schedule.criticSteps()));
  }

  private Matrix upload(float[] values, int events) {
    Matrix matrix = backend.allocate(events, values.length / events);
    backend.write(values, matrix);
    return matrix;
  }

  /** The shard on the device, and how batches are drawn from it. */
  private record Batches(
      Shard shard, Matrix conditions, Matrix response, Matrix thresholds, Philox random) {}

  private void iterate(Batches batches, long iteration) {
    double learningRate = schedule.learningRate(iteration);
    long step = iteration * (schedule.criticSteps() + 1);
    for (int k = 0; k < schedule.criticSteps(); k++) {
      criticStep(batches, step + k, learningRate);
    }
    generatorStep(batches, step + schedule.criticSteps(), iteration, learningRate);
    backend.affine(schedule.emaDecay(), 0, average);
    backend.axpy(1 - schedule.emaDecay(), generatorShare.parameters(), average);
  }

  private void criticStep(Batches batches, long step, double learningRate) {
    draw(batches, step);
    backend.gather(batches.response, rows, batches.shard.orders(), variants, real.response());
    real.applyFeatures(threshold);
    backend.copy(generatorConditions, real.conditions());
    generate(batches.random, step);
    backend.uniformRows(batches.random, stream(step), EPSILON, epsilon);
    critic.gradient(epsilon);
    long iteration = step / (schedule.criticSteps() + 1);
    int update =
        Math.toIntExact(iteration * schedule.criticSteps() + step % (schedule.criticSteps() + 1));
    update(criticShare, learningRate, update);
    accumulate();
  }

  private void generatorStep(Batches batches, long step, long iteration, double learningRate) {
    draw(batches, step);
    generate(batches.random, step);
    Matrix gradient = critic.generatorGradient();
    backend.copy(gradient.columns(0, design.response()), responseGradient);
    int from = design.response();
    for (var feature : fake.features()) {
      feature.addGradient(
          fake.response(),
          threshold,
          gradient.columns(from, from + feature.width()),
          responseGradient);
      from += feature.width();
    }
    generator.backward(fake.response(), responseGradient);
    update(generatorShare, learningRate, Math.toIntExact(iteration));
  }

  private void update(StageNetwork.Share share, double learningRate, int iteration) {
    backend.adam(
        share.gradient(),
        share.m(),
        share.v(),
        share.parameters(),
        Adam.WGAN_GP,
        learningRate,
        iteration);
  }

  /** Chooses events, and puts their conditions and thresholds in place. */
  private void draw(Batches batches, long step) {
    batches.random.ints(stream(step), REAL_ROWS, bits, 0, bits.length);
    int variantsKnown = batches.shard.orders().length;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = below(bits[2 * i], batches.shard.events());
      variants[i] = below(bits[2 * i + 1], variantsKnown);
    }
    backend.gatherRows(batches.conditions, rows, generatorConditions);
    backend.gatherRows(batches.thresholds, rows, threshold);
  }

  private static int below(int randomBits, int bound) {
    return (int) (((randomBits & 0xFFFFFFFFL) * bound) >>> 32);
  }

  private void generate(Philox random, long step) {
    backend.gaussianRows(random, stream(step), LATENT, latent);
    if (design.cellNoise() > 0) {
      backend.gaussianRows(random, stream(step), CELL_NOISE, generator.cellNoise());
    }
    generator.forward(fake.response());
    fake.applyFeatures(threshold);
    backend.copy(generatorConditions, fake.conditions());
  }

  /** The first of the noise streams of a step: one stream per event of the batch. */
  private long stream(long step) {
    return step * schedule.batch();
  }

  private void accumulate() {
    backend.axpy(1, critic.scores(), statistics[0]);
    backend.axpy(1, critic.norms(), statistics[1]);
    backend.multiply(critic.norms(), critic.norms(), epsilon);
    backend.axpy(1, epsilon, statistics[2]);
  }

  private RoundStatistics readStatistics(long steps) {
    double realScore = mean(statistics[0].rows(0, schedule.batch())) / steps;
    double generated = mean(statistics[0].rows(schedule.batch(), 2 * schedule.batch())) / steps;
    double norm = mean(statistics[1]) / steps;
    double square = mean(statistics[2]) / steps;
    return new RoundStatistics(realScore - generated, norm, square - 2 * norm + 1, -generated);
  }

  private double mean(Matrix column) {
    double sum = 0;
    for (double value : backend.readDoubles(column)) {
      sum += value;
    }
    return sum / column.rows();
  }
}
