package org.showerforge.jobs.train;

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
  private final RoundDeadline deadline;

  /**
   * One stage's training.
   *
   * @param id names the run in pools and in Spark's pages
   * @param design the networks
   * @param schedule how they are trained
   * @param seed of this stage
   * @param roundIterations local iterations per round
   */
  record StageRun(
      String id, StageDesign design, TrainingSchedule schedule, long seed, int roundIterations)
      implements java.io.Serializable {}

  /** What goes to the workers and comes back. */
  private record Contribution(StageState state, RoundStatistics statistics)
      implements java.io.Serializable {}

  /** Where a stage's training stands after a round. */
  record Position(StageState state, List<HistoryEntry> history) {
    long iteration() {
      return history.isEmpty() ? 0 : history.get(history.size() - 1).iteration();
    }
  }

  /** Hears of every round. */
  interface Listener {
    /** A round is done. */
    void afterRound(Position position) throws java.io.IOException;
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
    this.deadline = deadline;
  }

  /** Trains from a position to the end of the schedule. */
  Position train(Position from, Listener listener) throws java.io.IOException {
    Position position = from;
    try (ShardCollector collector = new ShardCollector(sc, deadline)) {
      while (position.iteration() < run.schedule().iterations()) {
        position = round(position, collector);
        listener.afterRound(position);
      }
    }
    return position;
  }

  private Position round(Position from, ShardCollector collector) {
    long start = System.nanoTime();
    int round = from.history().size() + 1;
    long first = from.iteration();
    int iterations = (int) Math.min(run.roundIterations(), run.schedule().iterations() - first);
    sc.setJobDescription(
        "%s: round %d, iterations %d-%d"
            .formatted(run.design().name(), round, first + 1, first + iterations));
    Broadcast<StageState> state = sc.broadcast(from.state());
    List<Contribution> contributions = finite(collector, round, state, first, iterations);
    state.destroy();
    StageState mean =
        StageState.mean(contributions.stream().map(Contribution::state).toList(), sizes);
    RoundStatistics statistics =
        RoundStatistics.mean(contributions.stream().map(Contribution::statistics).toList());
    double seconds = (System.nanoTime() - start) / 1e9;
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
            contributions.size() * iterations / seconds));
    return new Position(mean, history);
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
    String name = "stage %s: round %d".formatted(run.design().name(), round);
    for (int attempt = 0; ; attempt++) {
      int noise = attempt;
      List<Contribution> contributions =
          collector.collect(
              shards.mapPartitionsWithIndex(
                  (shard, events) ->
                      work(
                          shipped,
                          state.value(),
                          noise(shipped.seed(), shard, noise),
                          events,
                          first,
                          iterations),
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
      StageState state,
      Philox noise,
      Iterator<Shard> events,
      long first,
      int iterations) {
    StageTrainer trainer = TrainerPool.take(run.id(), run.design(), run.schedule());
    StageTrainer.Round round = trainer.run(state, events.next(), noise, first, iterations);
    TrainerPool.giveBack(run.id(), trainer);
    return List.of(new Contribution(round.state(), round.statistics())).iterator();
  }
}
