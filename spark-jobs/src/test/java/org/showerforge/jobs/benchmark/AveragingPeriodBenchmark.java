package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * What the averaging period does to speed and quality: the totals stage, one worker and two, the
 * same number of drawn events for all.
 */
public final class AveragingPeriodBenchmark {
  private static final String STAGE = "totals";
  private static final int[] PERIODS = {1, 10, 50, 200};
  private static final int[] SEEDS = {1, 2};

  private final JavaSparkContext sc;
  private final Path prepared;
  private final int iterations;

  private AveragingPeriodBenchmark(JavaSparkContext sc, Path prepared, int iterations) {
    this.sc = sc;
    this.prepared = prepared;
    this.iterations = iterations;
  }

  /**
   * Prints the table as Markdown.
   *
   * @param arguments raw files, the folder of their prepared data, made if it is missing, and the
   *     iterations of all workers together
   */
  public static void main(String[] arguments) throws IOException {
    Path prepared = Path.of(arguments[1]);
    try (JavaSparkContext sc = BenchmarkSetup.spark("local[2]")) {
      if (!Files.exists(prepared)) {
        BenchmarkSetup.prepare(sc, Path.of(arguments[0]), prepared);
      }
      new AveragingPeriodBenchmark(sc, prepared, Integer.parseInt(arguments[2])).compare();
    }
  }

  private void compare() throws IOException {
    System.out.println("| workers | H | seed | seconds | iterations/s | EMD |");
    System.out.println("|---|---|---|---|---|---|");
    for (int seed : SEEDS) {
      train(1, 200, seed);
      for (int period : PERIODS) {
        train(2, period, seed);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%nGeant4, held out against trained on: EMD %.4f%n",
        HeldOutDistance.between(bench(2).heldOut(), bench(1).shards().get(0)));
  }

  private RoundsBench bench(int workers) throws IOException {
    return RoundsBench.of(
        sc,
        BenchmarkSetup.train(prepared, "shards=" + workers, "recipe.totals.training.emaDecay=0.99"),
        STAGE);
  }

  private void train(int workers, int period, int seed) throws IOException {
    RoundsBench bench = bench(workers);
    JavaRDD<Shard> shards = RoundsBench.onSpark(sc, bench.shards());
    shards.count();
    long start = System.nanoTime();
    List<StageState> states =
        bench.run(
            sc,
            shards,
            StageTrainer.initialState(bench.design(), seed),
            new RoundsBench.Plan(iterations / workers / period, period, seed, () -> {}, workers));
    double seconds = (System.nanoTime() - start) / 1e9;
    shards.unpersist();
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %d | %.1f | %.0f | %.4f |%n",
        workers,
        period,
        seed,
        seconds,
        iterations / seconds,
        HeldOutDistance.of(bench.design(), states.get(states.size() - 1), bench.heldOut()));
  }
}
