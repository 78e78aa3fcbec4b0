package org.showerforge.jobs.train;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.jobs.train.ShardTask.Contribution;
import org.showerforge.jobs.watch.RoundReport;
import org.showerforge.jobs.watch.RoundTimes;
import org.showerforge.jobs.watch.TaskCounters;
import org.showerforge.network.Disagreement;
import org.showerforge.network.RoundStatistics;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of parameter averaging (McMahan et al. 2017, arXiv 1602.05629, with one client per shard):
 * the state goes out, each shard runs some WGAN-GP iterations of its own, the states come back, and
 * their mean, weighted by events, is the next state; {@link AveragingRule} has what can be done
 * beyond that, {@link Exchange} how states travel.
 *
 * <p>A task is a pure function ({@link ShardTask}): one that is lost is run again, elsewhere, with
 * the same result. States are added in the order of the shards, so the sum does not depend on who
 * finished first. Hung tasks are {@link ShardCollector}'s; a round whose numbers are not finite is
 * run again with other noise.
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

  /** What came back of a round, and how often it was rejected before. */
  private record Collected(SortedMap<Integer, Contribution> byShard, int rejected) {}

  /** Where a stage's training stands after a round. */
  record Position(Averaged averaged, List<HistoryEntry> history) {
    StageState state() {
      return averaged.state();
    }

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
    try (ShardCollector collector = new ShardCollector(sc, deadline);
        Exchange exchange =
            run.averaging().codesDeltas()
                ? new CodedDeltas(sc, shards)
                : new WholeStates(sc, shards)) {
      while (position.iteration() < run.schedule().iterations()) {
        Outcome outcome = round(position, collector, exchange);
        position = outcome.position();
        listener.afterRound(position, outcome.report());
      }
    } finally {
      sc.setJobDescription(null);
      sc.clearCallSite();
    }
    return position;
  }

  private Outcome round(Position from, ShardCollector collector, Exchange exchange) {
    RoundTimes.Watch watch = new RoundTimes.Watch();
    int round = from.history().size() + 1;
    long first = from.iteration();
    int iterations = (int) Math.min(period(from.history()), run.schedule().iterations() - first);
    // Spark's pages call the job by the one and its stages by the other.
    String name = "%s: round %d".formatted(run.design().name(), round);
    sc.setJobDescription("%s, iterations %d-%d".formatted(name, first + 1, first + iterations));
    sc.setCallSite(name);
    exchange.begin(from.state(), run.resumableAfter(round, first + iterations));
    watch.broadcast();
    Collected collected = finite(collector, exchange, round, first, iterations);
    watch.collected();
    exchange.end();
    List<Contribution> contributions = List.copyOf(collected.byShard().values());
    List<Integer> heard = collected.byShard().keySet().stream().map(sizes::get).toList();
    List<StageState> states =
        contributions.stream().map(shard -> shard.sent().state(from.state())).toList();
    Averaged next = run.averaging().next(from.averaged(), states, heard);
    RoundStatistics statistics =
        RoundStatistics.mean(contributions.stream().map(Contribution::statistics).toList());
    Disagreement disagreement = Disagreement.of(from.state(), states, heard);
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
            collected.rejected(),
            sizes.size() - contributions.size(),
            from.state().bytes(),
            contributions.stream().mapToLong(shard -> shard.sent().bytes()).sum(),
            iterationsPerSecond));
    return new Outcome(new Position(next, history), report(history, statistics, times));
  }

  private RoundReport report(
      List<HistoryEntry> history, RoundStatistics statistics, RoundTimes times) {
    HistoryEntry entry = history.get(history.size() - 1);
    return new RoundReport(
        Instant.now(),
        run.design().name(),
        entry.round(),
        entry.round() + roundsAfter(history),
        entry.iteration(),
        RoundReport.figures(
            statistics, run.design().loss(), entry, run.schedule().samplesPerIteration(), times));
  }

  /** The rounds to come, if their period remains that of the next. */
  private int roundsAfter(List<HistoryEntry> history) {
    long left = run.schedule().iterations() - history.get(history.size() - 1).iteration();
    int period = period(history);
    return Math.toIntExact((left + period - 1) / period);
  }

  /** The local iterations of the round after these, the last one apart, which may be shorter. */
  private int period(List<HistoryEntry> history) {
    if (history.isEmpty()) {
      return run.roundIterations();
    }
    HistoryEntry last = history.get(history.size() - 1);
    long before = history.size() > 1 ? history.get(history.size() - 2).iteration() : 0;
    return run.averaging()
        .adaptivePeriod()
        .next(
            Math.toIntExact(last.iteration() - before),
            run.roundIterations(),
            Math.max(last.generatorDisagreement(), last.criticDisagreement()),
            sizes.size() - last.dropped());
  }

  /**
   * What the shards make of a state, all numbers finite. A round that gives others is rejected and
   * run again from the same state with other noise.
   */
  private Collected finite(
      ShardCollector collector, Exchange exchange, int round, long first, int iterations) {
    String name = "stage %s: round %d".formatted(run.design().name(), round);
    int needed = run.averaging().needed(sizes.size());
    for (int attempt = 0; ; attempt++) {
      SortedMap<Integer, Contribution> byShard =
          collector.collect(
              exchange.results(new ShardTask(run, first, iterations, attempt, counters)),
              new ShardCollector.Round(name, iterations, needed));
      List<Integer> bad =
          byShard.entrySet().stream()
              .filter(shard -> !shard.getValue().finite())
              .map(Map.Entry::getKey)
              .toList();
      if (bad.isEmpty()) {
        return new Collected(byShard, attempt);
      }
      if (attempt + 1 == MAX_REJECTED) {
        throw new DivergedException(
            new UserException(
                "%s: shards %s gave numbers that are not finite, %d times in a row; lower"
                    + " recipe.%s.training.learningRate (%s) or raise loss.lambda (%s)",
                name,
                bad,
                MAX_REJECTED,
                run.design().name(),
                run.schedule().learningRate(),
                run.design().loss().lambda()));
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
}
