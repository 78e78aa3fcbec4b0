package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.backend.Philox;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.network.Disagreement;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Measures the parts of a round, predicts rounds with them ({@link ScalingModel}), and runs rounds
 * on executors in processes of their own whose compute is a sleep, so that more of them than this
 * machine has cores still mean something.
 */
public final class ScalingBenchmark {
  private static final int[] WORKERS = {1, 2, 4, 8};
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final long SLEEP_MILLIS = 400;

  /** Of these the last third counts: what runs once a round is long in being compiled. */
  private static final int ROUNDS = 150;

  private static final int TASKS = 33;
  private static final int STATES = 4;
  private static final double TEN_GIGABIT = 1.1e9;

  private ScalingBenchmark() {}

  /** Something to be timed. */
  private interface Part {
    Object run();
  }

  /**
   * Prints the tables as Markdown.
   *
   * @param arguments raw files, and the folder of their prepared data, made if it is missing
   */
  public static void main(String[] arguments) throws IOException {
    Path prepared = Path.of(arguments[1]);
    RoundsBench bench;
    try (JavaSparkContext sc = BenchmarkSetup.spark("local[2]")) {
      if (!Files.exists(prepared)) {
        BenchmarkSetup.prepare(sc, Path.of(arguments[0]), prepared);
      }
      TrainConfig config = BenchmarkSetup.train(prepared, "recipe.shapes.training.batch=1");
      bench = RoundsBench.of(sc, config, "shapes");
    }
    ScalingModel parts;
    try (JavaSparkContext sc = executors(1)) {
      parts = parts(sc, bench);
    }
    Map<Integer, Double> measured = new TreeMap<>();
    for (int workers : WORKERS) {
      measured.put(workers, onExecutors(bench, workers));
      // On a busy machine this takes minutes; what is known should not be lost.
      System.err.println(workers + " executors: " + measured.get(workers));
    }
    System.out.println(parts);
    System.out.println("| executors | predicted, s | measured, s | predicted/measured |");
    System.out.println("|---|---|---|---|");
    measured.forEach(
        (workers, overhead) -> {
          double predicted = parts.onOneMachine(workers, CORES);
          System.out.printf(
              Locale.ROOT,
              "| %d | %.3f | %.3f | %.2f |%n",
              workers,
              predicted,
              overhead,
              predicted / overhead);
        });
    System.out.println();
    parts.printCluster(TEN_GIGABIT, 0.05, 0.005, 0.001);
  }

  /** What a round consists of, with one executor. */
  private static ScalingModel parts(JavaSparkContext sc, RoundsBench bench) {
    StageState state = StageTrainer.initialState(bench.design(), 1);
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    SerializerInstance serializer = new JavaSerializer(sc.getConf()).newInstance();
    ByteBuffer bytes = serializer.serialize(state, any);
    StageTrainer trainer = StageTrainer.create(bench.design(), bench.schedule());
    Shard shard = bench.shards().get(0);
    JavaRDD<Integer> task = sc.parallelize(List.of(0), 1);
    JavaRDD<Integer> tasks = sc.parallelize(Collections.nCopies(TASKS, 0), TASKS);
    Broadcast<StageState> there = sc.broadcast(state);
    Deque<Broadcast<StageState>> sent = new ArrayDeque<>();
    List<Double> seconds =
        seconds(
            List.of(
                () -> task.map(i -> i).collect(),
                () -> tasks.map(i -> i).collect(),
                () -> sent.add(sc.broadcast(state)),
                () -> {
                  Broadcast<StageState> now = sent.remove();
                  List<Integer> read = task.map(i -> now.value().parameters().length).collect();
                  now.destroy();
                  return read;
                },
                () -> trainer.run(state, shard, Philox.of(1, 0), 0, 1).state().isFinite(),
                () -> task.map(i -> there.value()).collect(),
                () -> serializer.deserialize(bytes.duplicate(), any),
                () -> mean(state, 1),
                () -> mean(state, STATES)));
    double job = seconds.get(0);
    double perTask = Math.max(0, (seconds.get(1) - job) / (TASKS - 1));
    double one = seconds.get(7);
    double add = (seconds.get(8) - one) / (STATES - 1);
    return new ScalingModel(
        job - perTask,
        perTask,
        seconds.get(2),
        seconds.get(3) - job,
        seconds.get(4),
        seconds.get(5) - job,
        seconds.get(6),
        one - add,
        add,
        bytes.remaining());
  }

  private static Disagreement mean(StageState state, int count) {
    List<StageState> states = Collections.nCopies(count, state);
    List<Integer> weights = Collections.nCopies(count, 1);
    AveragingRule.PLAIN.next(Averaged.start(state), states, weights);
    return Disagreement.of(state, states, weights);
  }

  /** Seconds of each part; they take turns, so that all are as warm as each other. */
  private static List<Double> seconds(List<Part> parts) {
    List<List<Double>> times =
        parts.stream().map(part -> (List<Double>) new ArrayList<Double>()).toList();
    for (int turn = 0; turn < ROUNDS; turn++) {
      for (int part = 0; part < parts.size(); part++) {
        long start = System.nanoTime();
        if (parts.get(part).run() == null) {
          throw new IllegalStateException("nothing done");
        }
        times.get(part).add((System.nanoTime() - start) / 1e9);
      }
    }
    return times.stream().map(ScalingBenchmark::warm).toList();
  }

  /** The median of the last third. */
  private static double warm(List<Double> times) {
    return RoundClock.median(times.subList(times.size() * 2 / 3, times.size()));
  }

  /** Spark's worker starts executors with the jars under a Spark home; here, an empty one. */
  private static JavaSparkContext executors(int workers) throws IOException {
    Path home = Files.createTempDirectory("home");
    Files.createDirectories(home.resolve("jars"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    Map<String, String> conf =
        Map.of(
            "spark.executor.memory",
            "768m",
            "spark.executor.extraClassPath",
            System.getProperty("java.class.path"),
            "spark.executorEnv.SPARK_SCALA_VERSION",
            "2.12",
            "spark.locality.wait",
            "0",
            "spark.scheduler.minRegisteredResourcesRatio",
            "1.0",
            "spark.scheduler.maxRegisteredResourcesWaitingTime",
            "120s");
    return BenchmarkSetup.spark("local-cluster[" + workers + ",1,768]", conf);
  }

  /** Seconds of a round without its sleep. */
  private static double onExecutors(RoundsBench bench, int workers) throws IOException {
    try (JavaSparkContext sc = executors(workers)) {
      Shard shard = bench.shards().get(0);
      JavaRDD<Shard> cached = RoundsBench.onSpark(sc, Collections.nCopies(workers, shard));
      cached.count();
      RoundClock clock = new RoundClock();
      clock.start();
      bench.run(
          sc,
          cached.mapPartitions(ScalingBenchmark::slow, true),
          StageTrainer.initialState(bench.design(), 1),
          new RoundsBench.Plan(ROUNDS, 1, 1, () -> {}, workers),
          (state, report) -> clock.lap());
      return warm(clock.take().stream().map(RoundClock.Lap::round).toList()) - SLEEP_MILLIS / 1e3;
    }
  }

  private static Iterator<Shard> slow(Iterator<Shard> events) throws InterruptedException {
    Thread.sleep(SLEEP_MILLIS);
    return events;
  }
}
