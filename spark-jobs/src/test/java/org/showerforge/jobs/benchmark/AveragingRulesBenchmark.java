package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.averaging.AdaptivePeriod;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.averaging.OuterStep;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * What the averaging rules do to speed, traffic and quality: one stage, the same number of drawn
 * events for all but what a quorum drops. One of four shards is slowed by a sleep before its
 * iterations, twice as long as a round of four even shards.
 */
public final class AveragingRulesBenchmark {
  private static final int[] SEEDS = {1, 2};
  private static final OuterStep MEAN = AveragingRule.PLAIN.outer();
  private static final OuterStep DILOCO = new OuterStep(0.7, 0.9);
  private static final OuterStep GENTLE = new OuterStep(1, 0.3);
  private static final AdaptivePeriod CONSTANT = AveragingRule.PLAIN.adaptivePeriod();

  private final JavaSparkContext sc;
  private final Path prepared;
  private final int iterations;
  private final String stage;

  private AveragingRulesBenchmark(
      JavaSparkContext sc, Path prepared, int iterations, String stage) {
    this.sc = sc;
    this.prepared = prepared;
    this.iterations = iterations;
    this.stage = stage;
  }

  /** A row of the table. */
  private record Case(String name, int workers, int period, AveragingRule rule, long slowedMs) {}

  /** What a training's rounds come to. */
  private static final class Sums {
    private int rounds;
    private int dropped;
    private double out;
    private double back;
    private double disagreement;
    private StageState last = new StageState(new float[0], new float[0], new float[0]);
  }

  /**
   * Prints the table as Markdown.
   *
   * @param arguments raw files, the folder of their prepared data, made if it is missing, the
   *     iterations of all workers together, and the stage
   */
  public static void main(String[] arguments) throws IOException {
    Path prepared = Path.of(arguments[1]);
    // A sleeping shard must not hold the place of another.
    try (JavaSparkContext sc = BenchmarkSetup.spark("local[4]")) {
      if (!Files.exists(prepared)) {
        BenchmarkSetup.prepare(sc, Path.of(arguments[0]), prepared);
      }
      new AveragingRulesBenchmark(sc, prepared, Integer.parseInt(arguments[2]), arguments[3])
          .compare();
    }
  }

  private void compare() throws IOException {
    System.out.printf("stage %s, %d iterations of all workers together%n%n", stage, iterations);
    System.out.println(
        "| rule | workers | H | seed | seconds | rounds | MB out | MB back | dropped | disagreement"
            + " | EMD |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    AveragingRule quorum = new AveragingRule(MEAN, CONSTANT, Float.SIZE, 0.75);
    // Whoever comes first pays for the JVM's warming up.
    train(new Case("(warming up)", 4, 50, AveragingRule.PLAIN, 0), 1);
    for (int seed : SEEDS) {
      for (Case each :
          List.of(
              new Case("mean", 2, 50, AveragingRule.PLAIN, 0),
              new Case("mean", 2, 200, AveragingRule.PLAIN, 0),
              new Case("outer 0.7, 0.9", 2, 50, outer(DILOCO), 0),
              new Case("outer 0.7, 0.9", 2, 200, outer(DILOCO), 0),
              new Case("outer 1, 0.3", 2, 50, outer(GENTLE), 0),
              new Case("outer 1, 0.3", 2, 200, outer(GENTLE), 0),
              new Case("adaptive 0.5, 400", 2, 50, adaptive(0.5), 0),
              new Case("adaptive 0.3, 400", 2, 50, adaptive(0.3), 0),
              new Case("8-bit deltas", 2, 50, new AveragingRule(MEAN, CONSTANT, 8, 1), 0))) {
        train(each, seed);
      }
      double even = train(new Case("mean", 4, 50, AveragingRule.PLAIN, 0), seed);
      long slow = Math.round(2e3 * even);
      train(new Case("mean, one slowed", 4, 50, AveragingRule.PLAIN, slow), seed);
      train(new Case("quorum 0.75, one slowed", 4, 50, quorum, slow), seed);
    }
    System.out.printf(
        Locale.ROOT,
        "%nGeant4, held out against trained on: EMD %.4f%n",
        HeldOutDistance.between(bench(2).heldOut(), bench(1).shards().get(0)));
  }

  private static AveragingRule outer(OuterStep step) {
    return new AveragingRule(step, CONSTANT, Float.SIZE, 1);
  }

  private static AveragingRule adaptive(double disagreement) {
    return new AveragingRule(MEAN, new AdaptivePeriod(disagreement, 400), Float.SIZE, 1);
  }

  private RoundsBench bench(int workers) throws IOException {
    return RoundsBench.of(
        sc,
        BenchmarkSetup.train(
            prepared, "shards=" + workers, "recipe." + stage + ".training.emaDecay=0.99"),
        stage);
  }

  /** Trains, prints a row, and gives the seconds of a round. */
  private double train(Case asked, int seed) throws IOException {
    RoundsBench bench = bench(asked.workers);
    JavaRDD<Shard> shards = RoundsBench.onSpark(sc, bench.shards());
    shards.count();
    Sums sums = new Sums();
    long start = System.nanoTime();
    bench.run(
        sc,
        asked.slowedMs > 0 ? slowed(shards, asked.slowedMs) : shards,
        StageTrainer.initialState(bench.design(), seed),
        new RoundsBench.Plan(
            iterations / asked.workers / asked.period,
            asked.period,
            seed,
            () -> {},
            asked.workers,
            asked.rule),
        (state, report) -> {
          sums.last = state;
          sums.rounds++;
          sums.dropped += (int) report.figure("dropped");
          sums.out += report.figure("bytes_broadcast") / 1e6;
          sums.back += report.figure("bytes_collected") / 1e6;
          sums.disagreement +=
              Math.max(
                  report.figure("critic_disagreement"), report.figure("generator_disagreement"));
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    shards.unpersist();
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %.1f | %d | %.1f | %.1f | %d | %.2f | %.4f |%n",
        asked.name,
        asked.workers,
        asked.period,
        seed,
        seconds,
        sums.rounds,
        sums.out,
        sums.back,
        sums.dropped,
        sums.disagreement / sums.rounds,
        HeldOutDistance.of(bench.design(), sums.last, bench.heldOut()));
    return seconds / sums.rounds;
  }

  /** The last shard takes its time. */
  private static JavaRDD<Shard> slowed(JavaRDD<Shard> shards, long milliseconds) {
    int last = shards.getNumPartitions() - 1;
    return shards.mapPartitionsWithIndex(
        (index, events) -> {
          if (index == last) {
            Thread.sleep(milliseconds);
          }
          return events;
        },
        true);
  }
}
