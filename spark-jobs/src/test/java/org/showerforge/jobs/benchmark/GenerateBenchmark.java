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
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventLayout;
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

  private final Path generator;
  private final Path work;
  private final GeneratorArtifact artifact;

  private GenerateBenchmark(Path generator, Path work) {
    this.generator = generator;
    this.work = work;
    this.artifact = GeneratorArtifact.load(generator);
  }

  /** What is written of an energy, and of which cells. */
  private record Kind(int bits, boolean sparse) {
    static final Kind WHOLE = new Kind(23, false);
    static final List<Kind> ALL =
        List.of(WHOLE, new Kind(23, true), new Kind(12, false), new Kind(12, true));

    String format() {
      return sparse ? "parquet-sparse" : "parquet";
    }
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
      case "steps" -> benchmark.steps();
      case "job" -> benchmark.job(Long.parseLong(arguments[3]));
      case "growth" -> benchmark.growth();
      case "make" -> benchmark.make(Integer.parseInt(arguments[3]), Path.of(arguments[4]));
      case "compare" -> benchmark.compare(Path.of(arguments[3]), Path.of(arguments[4]));
      default -> throw new IllegalArgumentException(arguments[2]);
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
    steps.put("+ conditions, content hash", () -> blocks(23));
    steps.put("+ rounding to 12 bits", () -> blocks(12));
    for (Kind kind : Kind.ALL) {
      steps.put("+ " + kind.format() + ", " + kind.bits() + " bits", () -> parquet(kind));
    }
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
    ShowerBlocks source = new ShowerBlocks(config(1 << 20, Kind.WHOLE), artifact);
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
    ShowerBlocks showers =
        new ShowerBlocks(config(Long.MAX_VALUE >> 1, new Kind(bits, false)), artifact);
    long[] block = {0};
    return () -> {
      showers.make(block[0]++);
      return ShowerSampler.BLOCK;
    };
  }

  private Step parquet(Kind kind) throws IOException {
    ShowerBlocks showers = new ShowerBlocks(config(Long.MAX_VALUE >> 1, kind), artifact);
    Path file = Files.createTempDirectory(work, "parquet").resolve("showers.parquet");
    EventParquetWriter writer =
        new EventParquetWriter(
            new Configuration(),
            new org.apache.hadoop.fs.Path(file.toUri()),
            showers.conditionWidth(),
            showers.cells(),
            kind.sparse() ? EventLayout.SPARSE : EventLayout.DENSE,
            List.of());
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
        "| format | mantissa bits | showers per minute, best (median) | MB/s of files | bytes per shower |");
    System.out.println("|---|---|---|---|---|");
    Map<Kind, List<Double>> rates = new LinkedHashMap<>();
    Map<Kind, Double> bytes = new LinkedHashMap<>();
    try (JavaSparkContext sc = BenchmarkSetup.spark("local[2]")) {
      run(sc, 400_000, Kind.WHOLE, rates, bytes);
      rates.clear();
      for (int turn = 0; turn < REPEATS; turn++) {
        for (Kind kind : Kind.ALL) {
          run(sc, events, kind, rates, bytes);
        }
      }
    }
    for (Kind kind : Kind.ALL) {
      double best = rates.get(kind).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      print(
          "| %s | %d | %s | %.0f | %.0f |",
          kind.format(),
          kind.bits(),
          text(rates.get(kind)),
          best / 60 * bytes.get(kind) / events / 1e6,
          bytes.get(kind) / events);
    }
  }

  private void run(
      JavaSparkContext sc,
      long events,
      Kind kind,
      Map<Kind, List<Double>> rates,
      Map<Kind, Double> bytes)
      throws IOException {
    GenerateConfig config = config(events, kind);
    ShowersCard card = GenerateJob.run(sc, config, Progress.NONE);
    rates.computeIfAbsent(kind, key -> new ArrayList<>()).add(card.perMinute());
    double size = 0;
    Path output = Path.of(config.output());
    for (ShowersCard.DataFile file : card.files()) {
      size += Files.size(output.resolve(file.path()));
    }
    bytes.put(kind, size);
    org.apache.commons.io.FileUtils.deleteDirectory(output.toFile());
  }

  /** One job after the other, each four times as large; the JVM's heap after each. */
  private void growth() throws IOException {
    System.out.println("| showers | seconds | showers per minute | peak resident memory, GiB |");
    System.out.println("|---|---|---|---|");
    try (JavaSparkContext sc = BenchmarkSetup.spark("local[2]")) {
      run(sc, 400_000, Kind.WHOLE, new LinkedHashMap<>(), new LinkedHashMap<>());
      for (long events : new long[] {1_000_000, 4_000_000, 16_000_000}) {
        Map<Kind, List<Double>> rates = new LinkedHashMap<>();
        run(sc, events, Kind.WHOLE, rates, new LinkedHashMap<>());
        double perMinute = rates.get(Kind.WHOLE).get(0);
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
    ShowerBlocks showers = new ShowerBlocks(config(events, Kind.WHOLE), artifact);
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

  private GenerateConfig config(long events, Kind kind) {
    try {
      return Settings.resolve(
          "generate",
          "",
          List.of(
              "generator=" + generator,
              "output=" + Files.createTempDirectory(work, "job").resolve("showers"),
              "events=" + events,
              "mantissaBits=" + kind.bits(),
              "format=" + kind.format(),
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
