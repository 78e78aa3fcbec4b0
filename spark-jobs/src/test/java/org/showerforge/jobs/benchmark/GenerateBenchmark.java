package org.showerforge.jobs.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventParquetWriter;
import org.showerforge.data.prepare.Progress;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.GenerateJob;
import org.showerforge.jobs.generate.ShowerBlocks;
import org.showerforge.jobs.generate.ShowersCard;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageSampler;

/**
 * Measures generation: what each step of a shower costs, whole jobs to Parquet, and their growth.
 */
public final class GenerateBenchmark {
  private static final int REPEATS = 3;
  private static final double WARM_SECONDS = 5;
  private static final double SECONDS = 5;
  private static final int[] BATCHES = {1, 100, 1024, 10_000};

  private final Path generator;
  private final Path work;
  private final GeneratorArtifact artifact;

  private GenerateBenchmark(Path generator, Path work) {
    this.generator = generator;
    this.work = work;
    this.artifact = GeneratorArtifact.load(generator);
  }

  /** Makes so many showers each time it is called. */
  private interface Step {
    int run() throws IOException;
  }

  /**
   * Prints the tables as Markdown.
   *
   * @param arguments a generator's folder, a folder for what is written, the section, and what the
   *     section needs
   */
  public static void main(String[] arguments) throws Exception {
    GenerateBenchmark benchmark =
        new GenerateBenchmark(Path.of(arguments[0]), Path.of(arguments[1]));
    switch (arguments[2]) {
      case "forward" -> benchmark.forward();
      case "steps" -> benchmark.steps();
      case "job" -> benchmark.job(Long.parseLong(arguments[3]));
      case "growth" -> benchmark.growth();
      case "make" -> benchmark.make(Integer.parseInt(arguments[3]), Path.of(arguments[4]));
      case "compare" -> benchmark.compare(Path.of(arguments[3]), Path.of(arguments[4]));
      default -> throw new IllegalArgumentException(arguments[2]);
    }
  }

  /** Showers per second of the networks alone, both stages, noise included. */
  private void forward() throws Exception {
    System.out.println("| batch | threads | showers/s, best (median) |");
    System.out.println("|---|---|---|");
    for (int batch : BATCHES) {
      for (int threads = 1; threads <= 2; threads++) {
        List<Double> rates = rates(threads, () -> networks(batch));
        print("| %d | %d | %s |", batch, threads, text(rates));
      }
    }
  }

  private Step networks(int batch) {
    List<Step> stages = new ArrayList<>();
    Philox random = Philox.of(1);
    for (String stage : List.of("totals", "shapes")) {
      StageDesign design = artifact.card().recipe().design(stage, artifact.card().transform());
      StageSampler sampler = new StageSampler(design, artifact.weights().stage(stage), batch);
      float[] given = new float[batch * design.conditions()];
      stages.add(() -> sampler.sample(random, 0, 0, given).length);
    }
    return () -> {
      for (Step stage : stages) {
        stage.run();
      }
      return batch;
    };
  }

  /** What each step adds, one thread and two. */
  private void steps() throws Exception {
    Map<String, Callable<Step>> steps = new LinkedHashMap<>();
    steps.put("noise and networks", () -> networks(ShowerSampler.BLOCK));
    steps.put("+ energies, threshold, exact layers", this::sampler);
    steps.put("+ conditions, rounding to 12 bits, content hash", () -> blocks(12));
    steps.put("+ Parquet, 12 bits", () -> parquet(12));
    steps.put("+ Parquet, 23 bits", () -> parquet(23));
    System.out.println("| up to | threads | showers/s, best (median) | us of a thread |");
    System.out.println("|---|---|---|---|");
    for (int threads = 1; threads <= 2; threads++) {
      for (Map.Entry<String, Callable<Step>> step : steps.entrySet()) {
        List<Double> rates = rates(threads, step.getValue());
        print(
            "| %s | %d | %s | %.2f |",
            step.getKey(),
            threads,
            text(rates),
            1e6 * threads / rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
      }
    }
  }

  private Step sampler() {
    ShowerSampler sampler = new ShowerSampler(artifact.card(), artifact.weights());
    ShowerBlocks source = new ShowerBlocks(config(1 << 20, 23), artifact);
    float[] conditions = conditions(source);
    long[] block = {0};
    return () -> {
      sampler.block(1, block[0]++, conditions);
      return ShowerSampler.BLOCK;
    };
  }

  private static float[] conditions(ShowerBlocks source) {
    try {
      return source.make(0).conditions();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Step blocks(int bits) {
    ShowerBlocks showers = new ShowerBlocks(config(Long.MAX_VALUE >> 1, bits), artifact);
    long[] block = {0};
    return () -> {
      showers.make(block[0]++);
      return ShowerSampler.BLOCK;
    };
  }

  private Step parquet(int bits) throws IOException {
    ShowerBlocks showers = new ShowerBlocks(config(Long.MAX_VALUE >> 1, bits), artifact);
    Path file = Files.createTempDirectory(work, "parquet").resolve("showers.parquet");
    EventParquetWriter writer =
        new EventParquetWriter(
            new Configuration(),
            new org.apache.hadoop.fs.Path(file.toUri()),
            showers.conditionWidth(),
            showers.cells());
    long[] block = {0};
    return () -> {
      ShowerBlocks.Block made = showers.make(block[0]++);
      writer.write(made.firstEvent(), made.events(), made.conditions(), made.response(), List.of());
      return made.events();
    };
  }

  private static List<Double> rates(int threads, Callable<Step> maker) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        steps.add(maker.call());
      }
      rate(pool, steps, WARM_SECONDS);
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < REPEATS; i++) {
        rates.add(rate(pool, steps, SECONDS));
      }
      return rates;
    } finally {
      pool.shutdown();
    }
  }

  private static double rate(ExecutorService pool, List<Step> steps, double seconds)
      throws InterruptedException, ExecutionException {
    List<Future<Double>> running = new ArrayList<>();
    for (Step step : steps) {
      running.add(
          pool.submit(
              () -> {
                long made = 0;
                long start = System.nanoTime();
                double passed = 0;
                while (passed < seconds) {
                  made += step.run();
                  passed = (System.nanoTime() - start) / 1e9;
                }
                return made / passed;
              }));
    }
    double sum = 0;
    for (Future<Double> one : running) {
      sum += one.get();
    }
    return sum;
  }

  /** Whole jobs; contenders take turns in one Spark. */
  private void job(long events) throws IOException {
    print("%,d showers", events);
    System.out.println();
    System.out.println(
        "| mantissa bits | showers per minute, best (median) | MB/s of files | bytes per shower |");
    System.out.println("|---|---|---|---|");
    int[] contenders = {23, 12, 10};
    Map<Integer, List<Double>> rates = new LinkedHashMap<>();
    Map<Integer, Double> bytes = new LinkedHashMap<>();
    try (JavaSparkContext sc = BenchmarkSetup.spark(new SparkConf().setMaster("local[2]"))) {
      run(sc, 400_000, 12, rates, bytes);
      rates.clear();
      for (int turn = 0; turn < REPEATS; turn++) {
        for (int bits : contenders) {
          run(sc, events, bits, rates, bytes);
        }
      }
    }
    for (int bits : contenders) {
      double best = rates.get(bits).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      print(
          "| %d | %s | %.0f | %.0f |",
          bits,
          text(rates.get(bits)),
          best / 60 * bytes.get(bits) / events / 1e6,
          bytes.get(bits) / events);
    }
  }

  private void run(
      JavaSparkContext sc,
      long events,
      int bits,
      Map<Integer, List<Double>> rates,
      Map<Integer, Double> bytes)
      throws IOException {
    GenerateConfig config = config(events, bits);
    ShowersCard card = GenerateJob.run(sc, config, Progress.NONE);
    rates.computeIfAbsent(bits, key -> new ArrayList<>()).add(card.perMinute());
    double size = 0;
    Path output = Path.of(config.output());
    for (ShowersCard.DataFile file : card.files()) {
      size += Files.size(output.resolve(file.path()));
    }
    bytes.put(bits, size);
    org.apache.commons.io.FileUtils.deleteDirectory(output.toFile());
  }

  /** One job after the other, each four times as large; the JVM's heap after each. */
  private void growth() throws IOException {
    System.out.println("| showers | seconds | showers per minute | peak resident memory, GiB |");
    System.out.println("|---|---|---|---|");
    try (JavaSparkContext sc = BenchmarkSetup.spark(new SparkConf().setMaster("local[2]"))) {
      run(sc, 400_000, 12, new LinkedHashMap<>(), new LinkedHashMap<>());
      for (long events : new long[] {1_000_000, 4_000_000, 16_000_000}) {
        Map<Integer, List<Double>> rates = new LinkedHashMap<>();
        run(sc, events, 12, rates, new LinkedHashMap<>());
        double perMinute = rates.get(12).get(0);
        print("| %,d | %.1f | %,.0f | %.2f |", events, 60 * events / perMinute, perMinute, peak());
      }
    }
  }

  private static double peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / (1 << 20))
        .sum();
  }

  /** Writes showers as plain floats. */
  private void make(int events, Path file) throws IOException {
    ShowerBlocks showers = new ShowerBlocks(config(events, 23), artifact);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (int made = 0; made < events; made += ShowerSampler.BLOCK) {
        ShowerBlocks.Block block = showers.make(made / ShowerSampler.BLOCK);
        for (int i = 0; i < block.events() * showers.cells(); i++) {
          out.writeFloat(block.response()[i]);
        }
      }
    }
  }

  /** How far the showers of two files are from each other. */
  private void compare(Path first, Path second) throws IOException {
    DetectorSpec detector = artifact.card().transform().detector();
    int cells = detector.cells();
    long events = Files.size(first) / cells / Float.BYTES;
    long equal = 0;
    long otherCounts = 0;
    double largest = 0;
    try (DataInputStream a =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(first)));
        DataInputStream b =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(second)))) {
      for (long event = 0; event < events; event++) {
        double sum = 0;
        double difference = 0;
        boolean same = true;
        boolean sameCounts = true;
        for (int l = 0; l < detector.layers().size(); l++) {
          int count = 0;
          for (int i = 0; i < detector.layers().get(l).cells(); i++) {
            float x = a.readFloat();
            float y = b.readFloat();
            same &= x == y;
            count += (x > 0 ? 1 : 0) - (y > 0 ? 1 : 0);
            sum += x;
            difference = Math.max(difference, Math.abs(x - y));
          }
          sameCounts &= count == 0;
        }
        equal += same ? 1 : 0;
        otherCounts += sameCounts ? 0 : 1;
        largest = sameCounts && sum > 0 ? Math.max(largest, difference / sum) : largest;
      }
    }
    print("%.2f %% | %d of %,d | %.1e |", 100.0 * equal / events, otherCounts, events, largest);
  }

  private GenerateConfig config(long events, int bits) {
    try {
      return Settings.resolve(
          "generate",
          "",
          List.of(
              "generator=" + generator,
              "output=" + Files.createTempDirectory(work, "job").resolve("showers"),
              "events=" + events,
              "mantissaBits=" + bits,
              "conditions.energy.uniform=[1, 20]"),
          GenerateConfig.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String text(List<Double> rates) {
    double best = rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return String.format(Locale.ROOT, "%,.0f (%,.0f)", best, RoundClock.median(rates));
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
