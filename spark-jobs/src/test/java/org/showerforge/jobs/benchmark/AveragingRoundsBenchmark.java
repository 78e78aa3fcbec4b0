package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.showerforge.cascade.CascadeRecipe;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.jobs.train.dl4j.AdversarialTask;
import org.showerforge.jobs.train.dl4j.AdversarialTrainingMaster;
import org.showerforge.jobs.train.dl4j.ShardDataSet;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * What a round costs beyond its compute: our rounds against DL4J's {@code
 * ParameterAveragingTrainingMaster} with the same workers, events and iterations, two shards on two
 * cores. Contenders take turns; medians.
 */
public final class AveragingRoundsBenchmark {
  private static final String MASTER = "local[2]";
  private static final long SEED = 1;
  private static final int BLOCKS = 3;

  /** Rounds of a block by stage: few short ones would measure how the JVM warms up. */
  private static final Map<String, Integer> ROUNDS = Map.of("totals", 40, "shapes", 6);

  private static final Map<Integer, Shard> SHARDS = new LinkedHashMap<>();

  private final RoundsBench bench;
  private final int rounds;
  private final int iterations;
  private final RoundClock clock = new RoundClock();

  private AveragingRoundsBenchmark(RoundsBench bench, int rounds, int iterations) {
    this.bench = bench;
    this.rounds = rounds;
    this.iterations = iterations;
  }

  /** Rounds of a contender, after the first. */
  private interface Contender {
    List<RoundClock.Lap> run(JavaSparkContext sc) throws IOException;
  }

  /** Makes the Spark that a contender runs on. */
  private interface Master {
    JavaSparkContext spark();
  }

  /**
   * Prints the table as Markdown.
   *
   * @param arguments raw files, the folder of their prepared data, made if it is missing, and local
   *     iterations of a round
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println(
        "| stage | H | contender | Spark's settings | round, s | slowest shard's compute, s"
            + " | overhead, s | of the round | rounds/s | overhead / ours |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    Path prepared = Path.of(arguments[1]);
    for (String stage : CascadeRecipe.STAGES) {
      RoundsBench bench;
      try (JavaSparkContext sc = BenchmarkSetup.spark(MASTER)) {
        if (!Files.exists(prepared)) {
          BenchmarkSetup.prepare(sc, Path.of(arguments[0]), prepared);
        }
        TrainConfig config =
            BenchmarkSetup.train(prepared, "recipe." + stage + ".training.batch=256");
        bench = RoundsBench.of(sc, config, stage);
      }
      new AveragingRoundsBenchmark(bench, ROUNDS.get(stage), Integer.parseInt(arguments[2]))
          .compare(stage);
    }
  }

  private void compare(String stage) throws IOException {
    int count = bench.shards().size();
    IntStream.range(0, count).forEach(i -> SHARDS.put(i, bench.shards().get(i)));
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put("ShowerForge | the job's", this::ours);
    contenders.put("ShowerForge | defaults", this::ours);
    contenders.put("DL4J, Direct | defaults", this::direct);
    contenders.put("DL4J, fitPaths | defaults", this::paths);
    Map<String, List<RoundClock.Lap>> laps = new LinkedHashMap<>();
    for (int block = 0; block < BLOCKS; block++) {
      for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
        Master master =
            contender.getKey().endsWith("defaults")
                ? () -> BenchmarkSetup.plainSpark(MASTER)
                : () -> BenchmarkSetup.spark(MASTER);
        try (JavaSparkContext sc = master.spark()) {
          laps.computeIfAbsent(contender.getKey(), name -> new ArrayList<>())
              .addAll(contender.getValue().run(sc));
        }
      }
    }
    double ours = 0;
    for (Map.Entry<String, List<RoundClock.Lap>> entry : laps.entrySet()) {
      double overhead = median(entry.getValue(), RoundClock.Lap::overhead);
      double round = median(entry.getValue(), RoundClock.Lap::round);
      ours = ours == 0 ? overhead : ours;
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %s | %.3f | %.3f | %.3f | %.1f %% | %.2f | %.1f |%n",
          stage,
          iterations,
          entry.getKey(),
          round,
          median(entry.getValue(), RoundClock.Lap::compute),
          overhead,
          100 * median(entry.getValue(), lap -> lap.overhead() / lap.round()),
          1 / round,
          overhead / ours);
    }
  }

  private static double median(
      List<RoundClock.Lap> laps, java.util.function.ToDoubleFunction<RoundClock.Lap> of) {
    return RoundClock.median(laps.stream().map(of::applyAsDouble).toList());
  }

  private List<RoundClock.Lap> ours(JavaSparkContext sc) throws IOException {
    JavaRDD<Shard> shards = RoundsBench.onSpark(sc, bench.shards());
    shards.count();
    StageState start = StageTrainer.initialState(bench.design(), SEED);
    clock.start();
    bench.run(
        sc,
        RoundClock.timed(shards),
        start,
        new RoundsBench.Plan(rounds, iterations, SEED, clock::lap, bench.shards().size()));
    return clock.take();
  }

  private List<RoundClock.Lap> direct(JavaSparkContext sc) {
    JavaRDD<MultiDataSet> dataSets =
        RoundsBench.onSpark(sc, bench.shards()).map(ShardDataSet::of).cache();
    dataSets.count();
    return stock(sc, spark -> spark.fitMultiDataSet(dataSets));
  }

  private List<RoundClock.Lap> paths(JavaSparkContext sc) {
    int count = bench.shards().size();
    JavaRDD<String> paths =
        sc.parallelize(IntStream.range(0, count).mapToObj(Integer::toString).toList(), count);
    return stock(sc, spark -> spark.fitPaths(paths, new InMemory()));
  }

  /** Trains one round. */
  private interface Fit {
    void round(SparkComputationGraph graph);
  }

  private List<RoundClock.Lap> stock(JavaSparkContext sc, Fit fit) {
    AdversarialTask task =
        new AdversarialTask(
            "dl4j",
            bench.design(),
            RoundsBench.scheduleFor(bench.schedule(), rounds * iterations),
            SEED,
            bench.shards().get(0).orders(),
            iterations);
    AdversarialTrainingMaster master =
        new AdversarialTrainingMaster(task, bench.shards().size(), bench.shards().get(0).events());
    master.addHook(new RoundClock.Hook());
    SparkComputationGraph graph =
        new SparkComputationGraph(
            sc, AdversarialTrainingMaster.initialGraph(bench.design(), SEED), master);
    clock.start();
    for (int round = 0; round < rounds; round++) {
      fit.round(graph);
      clock.lap();
    }
    return clock.take();
  }

  /** Gives the data set of a shard by its number instead of reading a file. */
  private static final class InMemory implements MultiDataSetLoader {
    private static final long serialVersionUID = 1L;

    @Override
    public MultiDataSet load(Source source) {
      String path = source.getPath();
      return ShardDataSet.of(
          java.util.Objects.requireNonNull(
              SHARDS.get(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1))), path));
    }
  }
}
