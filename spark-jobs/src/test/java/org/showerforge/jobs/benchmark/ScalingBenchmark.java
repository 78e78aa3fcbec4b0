package org.showerforge.jobs.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.showerforge.backend.Philox;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.jobs.train.TrainConfig;
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
  private static final int ROUNDS = 40;
  private static final int REPEATS = 60;
  private static final double TEN_GIGABIT = 1.1e9;

  private ScalingBenchmark() {}

  /** Measured on executors: an empty job, and a round without its sleep. */
  private record Cluster(double job, double overhead) {}

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
    ScalingModel parts;
    try (JavaSparkContext sc = BenchmarkSetup.spark(new SparkConf().setMaster("local[2]"))) {
      if (!Files.exists(prepared)) {
        BenchmarkSetup.prepare(sc, Path.of(arguments[0]), prepared);
      }
      TrainConfig config = BenchmarkSetup.train(prepared, "recipe.shapes.training.batch=1");
      bench = RoundsBench.of(sc, config, "shapes");
      parts = parts(sc, bench);
    }
    Map<Integer, Cluster> measured = new TreeMap<>();
    for (int workers : WORKERS) {
      measured.put(workers, onExecutors(bench, workers));
      // On a busy machine this takes minutes; what is known should not be lost.
      System.err.println(workers + " executors: " + measured.get(workers));
    }
    double perTask = Math.max(0, (measured.get(8).job() - measured.get(1).job()) / 7);
    ScalingModel model =
        new ScalingModel(
            Math.max(0, measured.get(1).job() - perTask),
            perTask,
            parts.send(),
            parts.open(),
            parts.load(),
            parts.give(),
            parts.take(),
            parts.add(),
            parts.bytes());
    System.out.println(model);
    System.out.println("| executors | predicted, s | measured, s | predicted/measured |");
    System.out.println("|---|---|---|---|");
    measured.forEach(
        (workers, cluster) -> {
          double predicted = model.onOneMachine(workers, CORES);
          System.out.printf(
              Locale.ROOT,
              "| %d | %.3f | %.3f | %.2f |%n",
              workers,
              predicted,
              cluster.overhead(),
              predicted / cluster.overhead());
        });
    System.out.println();
    model.printCluster(TEN_GIGABIT, 0.05, 0.005, 0.001);
  }

  private static ScalingModel parts(JavaSparkContext sc, RoundsBench bench) {
    StageState state = StageTrainer.initialState(bench.design(), 1);
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    SerializerInstance serializer = new JavaSerializer(sc.getConf()).newInstance();
    ByteBuffer bytes = serializer.serialize(state, any);
    StageTrainer trainer = StageTrainer.create(bench.design(), bench.schedule());
    Shard shard = bench.shards().get(0);
    List<Broadcast<StageState>> sent = new ArrayList<>();
    double send =
        seconds(
            () -> {
              Broadcast<StageState> broadcast = sc.broadcast(state);
              sent.add(broadcast);
              return broadcast;
            });
    sent.forEach(Broadcast::destroy);
    double give = seconds(() -> serializer.serialize(state, any));
    double take = seconds(() -> serializer.deserialize(bytes.duplicate(), any));
    double load = seconds(() -> trainer.run(state, shard, Philox.of(1, 0), 0, 1));
    int parts = 4;
    List<StageState> states = Collections.nCopies(parts, state);
    List<Integer> weights = Collections.nCopies(parts, 1);
    double add = seconds(() -> StageState.mean(states, weights)) / parts;
    // What is opened was compressed; at 2 GB/s and more LZ4 hardly shows in it.
    return new ScalingModel(0, 0, send, take, load, give, take, add, bytes.remaining());
  }

  private static double seconds(Part part) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      if (part.run() == null) {
        throw new IllegalStateException("nothing done");
      }
      times.add((System.nanoTime() - start) / 1e9);
    }
    return RoundClock.median(times.subList(REPEATS / 3, REPEATS));
  }

  /** Spark's worker starts executors with the jars under a Spark home; here, an empty one. */
  private static Cluster onExecutors(RoundsBench bench, int workers) throws IOException {
    Path home = Files.createTempDirectory("home");
    Files.createDirectories(home.resolve("jars"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    SparkConf conf =
        new SparkConf()
            .setMaster("local-cluster[" + workers + ",1,768]")
            .set("spark.executor.memory", "768m")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
            .set("spark.locality.wait", "0")
            .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    try (JavaSparkContext sc = BenchmarkSetup.spark(conf)) {
      Shard shard = bench.shards().get(0);
      List<Shard> copies = Collections.nCopies(workers, shard);
      JavaRDD<Shard> cached = sc.parallelize(copies, workers).cache();
      cached.count();
      List<Double> jobs = new ArrayList<>();
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        cached.count();
        jobs.add((System.nanoTime() - start) / 1e9);
      }
      RoundClock clock = new RoundClock();
      clock.start();
      bench.run(
          sc,
          cached.mapPartitions(ScalingBenchmark::slow, true),
          StageTrainer.initialState(bench.design(), 1),
          new RoundsBench.Plan(ROUNDS, 1, 1, clock::lap, workers));
      List<RoundClock.Lap> laps = clock.take();
      return new Cluster(
          RoundClock.median(jobs.subList(REPEATS / 3, REPEATS)),
          RoundClock.median(
                  laps.subList(laps.size() / 2, laps.size()).stream()
                      .map(RoundClock.Lap::round)
                      .toList())
              - SLEEP_MILLIS / 1e3);
    }
  }

  private static Iterator<Shard> slow(Iterator<Shard> events) throws InterruptedException {
    Thread.sleep(SLEEP_MILLIS);
    return events;
  }
}
