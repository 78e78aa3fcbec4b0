package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.backend.Philox;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.metrics.EarthMovers;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageSampler;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * What the averaging period does to speed and quality: the totals stage, one worker and two, the
 * same number of drawn events for all. Quality is the earth mover's distance between generated and
 * held-out events, mean over the response's columns, which are standard normal scores.
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
    try (JavaSparkContext sc = BenchmarkSetup.spark(new SparkConf().setMaster("local[2]"))) {
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
    Shard a = bench(2).heldOut();
    Shard b = bench(1).shards().get(0);
    System.out.printf(
        Locale.ROOT,
        "%nGeant4, held out against trained on: EMD %.4f%n",
        distance(a.response(), a.events(), b.response(), b.events()));
  }

  private RoundsBench bench(int workers) throws IOException {
    return RoundsBench.of(
        sc,
        BenchmarkSetup.train(prepared, "shards=" + workers, "recipe.totals.training.emaDecay=0.99"),
        STAGE);
  }

  private void train(int workers, int period, int seed) throws IOException {
    RoundsBench bench = bench(workers);
    JavaRDD<Shard> shards = sc.parallelize(bench.shards(), workers).cache();
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
        emd(bench.design(), states.get(states.size() - 1), bench.heldOut()));
  }

  private static double emd(StageDesign design, StageState state, Shard heldOut) {
    float[] generated =
        new StageSampler(design, state.average(), heldOut.events())
            .sample(Philox.of(7, 0), 0, 0, heldOut.conditions());
    return distance(generated, heldOut.events(), heldOut.response(), heldOut.events());
  }

  private static double distance(float[] a, int aRows, float[] b, int bRows) {
    int columns = a.length / aRows;
    List<Double> distances = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      distances.add(EarthMovers.distance(column(a, aRows, column), column(b, bRows, column)));
    }
    return distances.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double[] column(float[] values, int rows, int column) {
    int columns = values.length / rows;
    double[] taken = new double[rows];
    for (int row = 0; row < rows; row++) {
      taken[row] = values[row * columns + column];
    }
    return taken;
  }
}
