package org.showerforge.jobs.train;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.TaskDevice;
import org.showerforge.jobs.watch.RoundReport;
import org.showerforge.jobs.watch.RoundTimes;
import org.showerforge.jobs.watch.ShardTimes;
import org.showerforge.jobs.watch.TaskCounters;
import org.showerforge.network.Disagreement;
import org.showerforge.network.RoundStatistics;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;
import org.showerforge.network.TrainingSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of parameter averaging (McMahan et al. 2017, arXiv 1602.05629, with one client per shard):
 * the state goes out, each shard runs some WGAN-GP iterations of its own, the states come back, and
 * their mean, weighted by events, is the next state.
 *
 * <p>A task is a pure function of (state, shard, seed, iteration): one that is lost is run again,
 * elsewhere, with the same result. States are added in the order of the shards, so the sum does not
 * depend on who finished first. Hung tasks are {@link ShardCollector}'s; a round whose numbers are
 * not finite is run again with other noise.
 */
final class AveragingRounds {
  /** A round that gives numbers that are not finite so many times in a row ends the training. */
  static final int MAX_REJECTED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(AveragingRounds.class);

  private final JavaSparkContext sc;
  private final StageRun run;
  private final JavaRDD<Shard> shards;
  private final List<Integer> sizes;
  private final TaskCounters counters;
  private final RoundDeadline deadline;

  /** A round's end. */
  private record Outcome(Position position, RoundReport report) {}

  /**
   * One stage's training.
   *
   * @param id names the run in pools and in Spark's pages
   * @param design the networks
   * @param schedule how they are trained
   * @param seed of this stage
   * @param roundIterations local iterations per round
   * @param compute what the tasks compute on
   */
  record StageRun(
      String id,
      StageDesign design,
      TrainingSchedule schedule,
      long seed,
      int roundIterations,
      Compute compute)
      implements java.io.Serializable {}

  /** What goes to the workers and comes back. */
  private record Contribution(StageState state, RoundStatistics statistics, ShardTimes times)
      implements java.io.Serializable {
    /** Java's serialisation calls it on the driver, when all else has been read. */
    private Object readResolve() {
      return new Contribution(state, statistics, times.arrivedNow());
    }
  }

  /** Where a stage's training stands after a round. */
  record Position(StageState state, List<HistoryEntry> history) {
    long iteration() {
      return history.isEmpty() ? 0 : history.get(history.size() - 1).iteration();
    }
  }

  /** Hears of every round. */
  interface Listener {
    /** A round is done. */
    void afterRound(Position position, RoundReport report) throws java.io.IOException;
  }

  AveragingRounds(
      JavaSparkContext sc,
      StageRun run,
      JavaRDD<Shard> shards,
      List<Integer> sizes,
      RoundDeadline deadline) {
    this.sc = sc;
    this.run = run;
    this.shards = shards;
    this.sizes = sizes;
    this.counters = TaskCounters.of(sc.sc(), run.design().name());
    this.deadline = deadline;
  }

  /** Trains from a position to the end of the schedule. */
  Position train(Position from, Listener listener) throws java.io.IOException {
    Position position = from;
    try (ShardCollector collector = new ShardCollector(sc, deadline)) {
      while (position.iteration() < run.schedule().iterations()) {
        Outcome outcome = round(position, collector);
        position = outcome.position();
        listener.afterRound(position, outcome.report());
      }
    } finally {
      sc.setJobDescription(null);
      sc.clearCallSite();
    }
    return position;
  }

  private Outcome round(Position from, ShardCollector collector) {
    RoundTimes.Watch watch = new RoundTimes.Watch();
    int round = from.history().size() + 1;
    long first = from.iteration();
    int iterations = (int) Math.min(run.roundIterations(), run.schedule().iterations() - first);
    // Spark's pages call the job by the one and its stages by the other.
    String name = "%s: round %d".formatted(run.design().name(), round);
    sc.setJobDescription("%s, iterations %d-%d".formatted(name, first + 1, first + iterations));
    sc.setCallSite(name);
    Broadcast<StageState> state = sc.broadcast(from.state());
    watch.broadcast();
    List<Contribution> contributions = finite(collector, round, state, first, iterations);
    watch.collected();
    state.destroy();
    List<StageState> states = contributions.stream().map(Contribution::state).toList();
    StageState mean = StageState.mean(states, sizes);
    RoundStatistics statistics =
        RoundStatistics.mean(contributions.stream().map(Contribution::statistics).toList());
    Disagreement disagreement = Disagreement.of(from.state(), states, sizes);
    RoundTimes times = watch.averaged(contributions.stream().map(Contribution::times).toList());
    double iterationsPerSecond = contributions.size() * iterations / times.total();
    List<HistoryEntry> history = new ArrayList<>(from.history());
    history.add(
        new HistoryEntry(
            round,
            first + iterations,
            statistics.emdEstimate(),
            statistics.gradientNorm(),
            statistics.penalty(),
            statistics.criticWeightNorm(),
            statistics.generatorWeightNorm(),
            disagreement.generator(),
            disagreement.critic(),
            iterationsPerSecond));
    RoundReport report =
        new RoundReport(
            Instant.now(),
            run.design().name(),
            round,
            round + roundsAfter(first + iterations),
            first + iterations,
            RoundReport.figures(
                statistics,
                run.design().loss(),
                disagreement,
                iterationsPerSecond * run.schedule().samplesPerIteration(),
                times));
    return new Outcome(new Position(mean, history), report);
  }

  private int roundsAfter(long iteration) {
    long left = run.schedule().iterations() - iteration;
    return Math.toIntExact((left + run.roundIterations() - 1) / run.roundIterations());
  }

  /**
   * What the shards make of a state, all numbers finite. A round that gives others is rejected and
   * run again from the same state with other noise.
   */
  private List<Contribution> finite(
      ShardCollector collector,
      int round,
      Broadcast<StageState> state,
      long first,
      int iterations) {
    StageRun shipped = run;
    TaskCounters counted = counters;
    String name = "stage %s: round %d".formatted(run.design().name(), round);
    for (int attempt = 0; ; attempt++) {
      int noise = attempt;
      List<Contribution> contributions =
          collector.collect(
              shards.mapPartitionsWithIndex(
                  (shard, events) ->
                      work(
                          shipped,
                          state,
                          noise(shipped.seed(), shard, noise),
                          events,
                          first,
                          iterations,
                          counted),
                  true),
              name);
      List<Integer> bad =
          IntStream.range(0, contributions.size())
              .filter(shard -> !contributions.get(shard).state().isFinite())
              .boxed()
              .toList();
      if (bad.isEmpty()) {
        return contributions;
      }
      if (attempt + 1 == MAX_REJECTED) {
        throw new UserException(
            "%s: shards %s gave numbers that are not finite, %d times in a row; lower"
                + " recipe.%s.training.learningRate (%s) or raise loss.lambda (%s)",
            name,
            bad,
            MAX_REJECTED,
            run.design().name(),
            run.schedule().learningRate(),
            run.design().loss().lambda());
      }
      LOG.warn(
          "{}: shards {} gave numbers that are not finite; rejected, and run again with other noise"
              + " ({} of {})",
          name,
          bad,
          attempt + 1,
          MAX_REJECTED - 1);
    }
  }

  /** The noise of a shard; that of a round's first attempt does not know of others. */
  private static Philox noise(long seed, int shard, int attempt) {
    return attempt == 0 ? Philox.of(seed, shard) : Philox.of(seed, shard, attempt);
  }

  private static Iterator<Contribution> work(
      StageRun run,
      Broadcast<StageState> broadcast,
      Philox noise,
      Iterator<Shard> partition,
      long first,
      int iterations,
      TaskCounters counters) {
    ShardTimes.Watch watch = new ShardTimes.Watch();
    StageState state = broadcast.value();
    watch.read();
    Shard events = partition.next();
    String pool = run.id() + "@" + TaskDevice.bind(run.compute());
    StageTrainer trainer = TrainerPool.take(pool, run.design(), run.schedule());
    watch.loaded();
    StageTrainer.Round round = trainer.run(state, events, noise, first, iterations);
    TrainerPool.giveBack(pool, trainer);
    ShardTimes times = watch.computed();
    counters.add((long) iterations * run.schedule().samplesPerIteration(), times);
    return List.of(new Contribution(round.state(), round.statistics(), times)).iterator();
  }
}
