package org.showerforge.jobs.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.TaskDevice;
import org.showerforge.network.RoundStatistics;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;
import org.showerforge.network.TrainingSchedule;

/**
 * Rounds of parameter averaging (McMahan et al. 2017, arXiv 1602.05629, with one client per shard):
 * the state goes out, each shard runs some WGAN-GP iterations of its own, the states come back, and
 * their mean, weighted by events, is the next state.
 *
 * <p>A task is a pure function of (state, shard, seed, iteration): one that is lost is run again,
 * elsewhere, with the same result. States are added in the order of the shards, so the sum does not
 * depend on who finished first.
 */
final class AveragingRounds {
  private final JavaSparkContext sc;
  private final StageRun run;
  private final JavaRDD<Shard> shards;
  private final List<Integer> sizes;

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

  AveragingRounds(JavaSparkContext sc, StageRun run, JavaRDD<Shard> shards, List<Integer> sizes) {
    this.sc = sc;
    this.run = run;
    this.shards = shards;
    this.sizes = sizes;
  }

  /** Trains from a position to the end of the schedule. */
  Position train(Position from, Listener listener) throws java.io.IOException {
    Position position = from;
    while (position.iteration() < run.schedule().iterations()) {
      position = round(position);
      listener.afterRound(position);
    }
    return position;
  }

  private Position round(Position from) {
    long start = System.nanoTime();
    int round = from.history().size() + 1;
    long first = from.iteration();
    int iterations = (int) Math.min(run.roundIterations(), run.schedule().iterations() - first);
    sc.setJobDescription(
        "%s: round %d, iterations %d-%d"
            .formatted(run.design().name(), round, first + 1, first + iterations));
    Broadcast<StageState> state = sc.broadcast(from.state());
    StageRun shipped = run;
    List<Contribution> contributions =
        shards
            .mapPartitionsWithIndex(
                (shard, events) -> work(shipped, state.value(), shard, events, first, iterations),
                true)
            .collect();
    state.destroy();
    StageState mean =
        StageState.mean(contributions.stream().map(Contribution::state).toList(), sizes);
    if (!mean.isFinite()) {
      throw new UserException(
          "stage %s: round %d gave numbers that are not finite; lower recipe.%s.training.learningRate (%s) or raise"
              + " loss.lambda (%s)",
          run.design().name(),
          round,
          run.design().name(),
          run.schedule().learningRate(),
          run.design().loss().lambda());
    }
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

  private static Iterator<Contribution> work(
      StageRun run,
      StageState state,
      int shard,
      Iterator<Shard> events,
      long first,
      int iterations) {
    String pool = run.id() + "@" + TaskDevice.bind(run.compute());
    StageTrainer trainer = TrainerPool.take(pool, run.design(), run.schedule());
    StageTrainer.Round round =
        trainer.run(state, events.next(), Philox.of(run.seed(), shard), first, iterations);
    TrainerPool.giveBack(pool, trainer);
    return List.of(new Contribution(round.state(), round.statistics())).iterator();
  }
}
