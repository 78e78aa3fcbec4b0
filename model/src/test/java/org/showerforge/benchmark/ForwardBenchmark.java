package org.showerforge.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.showerforge.backend.Backend;
import org.showerforge.backend.HostBackend;
import org.showerforge.backend.Nd4jBackend;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerNoise;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.network.ForwardPass;
import org.showerforge.network.StageDesign;
import org.showerforge.onnx.OnnxEngine;

/**
 * Showers per second in memory by engine: the networks alone, given their noise, and the whole
 * cascade with its noise. All have the same weights and take turns. Two threads are two samplers in
 * Java, and two threads of every operation in PyTorch.
 */
public final class ForwardBenchmark {
  private static final int[] BATCHES = {1, 100, 1024, 10_000};
  private static final int TURNS = 3;
  private static final double SECONDS = 1;
  private static final float MEAN_ENERGY_GEV = 10;

  private final GeneratorArtifact generator;
  private final StageDesign totals;
  private final StageDesign shapes;
  private final TorchProcess torch;

  private ForwardBenchmark(GeneratorArtifact generator, TorchProcess torch) {
    ShowerNoise noise = ShowerNoise.of(generator.card());
    this.generator = generator;
    this.totals = noise.totals();
    this.shapes = noise.shapes();
    this.torch = torch;
  }

  /** Runs for so many seconds and gives showers per second. */
  private interface Engine extends AutoCloseable {
    double rate(double seconds) throws Exception;

    @Override
    default void close() {}
  }

  /** One thread's worker: a batch at each call. */
  private interface Worker extends Runnable, AutoCloseable {
    @Override
    default void close() {}
  }

  /**
   * Prints the tables as Markdown.
   *
   * @param arguments a generator's folder, a Python with torch and onnx, and {@code
   *     forward_benchmark.py}
   */
  public static void main(String[] arguments) throws Exception {
    GeneratorArtifact generator = GeneratorArtifact.load(Path.of(arguments[0]));
    Path networks = Files.createTempFile("networks", ".onnx");
    Path cascade = Files.createTempFile("cascade", ".onnx");
    Files.write(networks, OnnxEngine.networks(generator));
    Files.write(cascade, OnnxEngine.cascade(generator));
    try (TorchProcess torch = new TorchProcess(arguments[1], arguments[2])) {
      System.out.println(torch.ask("version") + ", one run, contenders take turns");
      new ForwardBenchmark(generator, torch).compare(networks, cascade);
    } finally {
      Files.delete(networks);
      Files.delete(cascade);
    }
  }

  private void compare(Path networks, Path cascade) throws Exception {
    double peak = new Sgemm().rate();
    double operations = ForwardPass.operations(totals) + ForwardPass.operations(shapes);
    System.out.printf(
        Locale.ROOT,
        "One thread's sgemm at its best: %.1f GFLOP/s; a shower's products: %.3f MFLOP%n%n",
        peak,
        operations / 1e6);
    System.out.println("Networks alone:\n");
    System.out.println(
        "| batch | threads | ours, best (median) | ND4J | ONNX Runtime | PyTorch | ours / PyTorch | ours / peak |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    torch.ask("load " + networks);
    byte[] model = Files.readAllBytes(networks);
    for (int batch : BATCHES) {
      for (int threads = 1; threads <= 2; threads++) {
        Map<String, Engine> engines = new LinkedHashMap<>();
        engines.put("ours", java(threads, batch, () -> pass(batch, new HostBackend())));
        engines.put("nd4j", java(threads, batch, () -> pass(batch, Nd4jBackend.float32())));
        engines.put("onnx", java(threads, batch, () -> onnxNetworks(model, batch)));
        engines.put("torch", torch(threads, batch, false));
        Map<String, List<Double>> rates = rates(engines);
        double ours = best(rates.get("ours"));
        System.out.printf(
            Locale.ROOT,
            "| %,d | %d | %s | %.2f | %.0f %% |%n",
            batch,
            threads,
            texts(rates),
            ours / best(rates.get("torch")),
            100 * ours * operations / (threads * peak * 1e9));
      }
    }
    System.out.println("\nThe whole cascade, noise included:\n");
    System.out.println(
        "| batch | threads | ours, best (median) | ONNX Runtime | PyTorch | ours / PyTorch |");
    System.out.println("|---|---|---|---|---|---|");
    torch.ask("load " + cascade);
    byte[] whole = Files.readAllBytes(cascade);
    for (int batch : BATCHES) {
      for (int threads = 1; threads <= 2; threads++) {
        Map<String, Engine> engines = new LinkedHashMap<>();
        engines.put("ours", java(threads, batch, () -> sampler(batch)));
        engines.put("onnx", java(threads, batch, () -> onnxCascade(whole, batch)));
        engines.put("torch", torch(threads, batch, true));
        Map<String, List<Double>> rates = rates(engines);
        System.out.printf(
            Locale.ROOT,
            "| %,d | %d | %s | %.2f |%n",
            batch,
            threads,
            texts(rates),
            best(rates.get("ours")) / best(rates.get("torch")));
      }
    }
  }

  private static Map<String, List<Double>> rates(Map<String, Engine> engines) throws Exception {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (Engine engine : engines.values()) {
      engine.rate(SECONDS);
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (Map.Entry<String, Engine> engine : engines.entrySet()) {
        rates
            .computeIfAbsent(engine.getKey(), name -> new ArrayList<>())
            .add(engine.getValue().rate(SECONDS));
      }
    }
    engines.values().forEach(Engine::close);
    return rates;
  }

  private static String texts(Map<String, List<Double>> rates) {
    List<String> texts = new ArrayList<>();
    for (List<Double> of : rates.values()) {
      List<Double> sorted = of.stream().sorted(Comparator.naturalOrder()).toList();
      texts.add(String.format(Locale.ROOT, "%,.0f (%,.0f)", best(of), sorted.get(of.size() / 2)));
    }
    return String.join(" | ", texts);
  }

  private static double best(List<Double> rates) {
    return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private Engine torch(int threads, int batch, boolean fresh) {
    return seconds ->
        Double.parseDouble(
            torch.ask("run %d %s %d %d".formatted(batch, seconds, threads, fresh ? 1 : 0)));
  }

  private static Engine java(int threads, int batch, Supplier<Worker> maker) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(pool.submit(maker::get).get());
    }
    return new Engine() {
      @Override
      public double rate(double seconds) throws Exception {
        List<Future<Double>> running = new ArrayList<>();
        for (Worker worker : workers) {
          running.add(pool.submit(() -> one(worker, batch, seconds)));
        }
        double sum = 0;
        for (Future<Double> each : running) {
          sum += each.get();
        }
        return sum;
      }

      @Override
      public void close() {
        workers.forEach(Worker::close);
        pool.shutdown();
      }
    };
  }

  private static double one(Worker worker, int batch, double seconds) {
    long made = 0;
    long start = System.nanoTime();
    double passed = 0;
    while (passed < seconds) {
      worker.run();
      made += batch;
      passed = (System.nanoTime() - start) / 1e9;
    }
    return made / passed;
  }

  private Worker pass(int batch, Backend backend) {
    ForwardPass first =
        new ForwardPass(totals, generator.weights().stage("totals"), batch, backend);
    ForwardPass second =
        new ForwardPass(shapes, generator.weights().stage("shapes"), batch, backend);
    ShowerNoise noise = ShowerNoise.of(generator.card());
    float[] all = noise.normals(1, 0, batch);
    float[] latent = columns(all, batch, 0, totals.noise());
    int cells = totals.noise() + shapes.noise();
    float[] shapesLatent = columns(all, batch, totals.noise(), cells);
    float[] cellNoise = columns(all, batch, cells, noise.normals());
    float[] given = new float[batch * totals.conditions()];
    float[] shapesGiven = new float[batch * shapes.conditions()];
    return () -> {
      first.run(latent, new float[0], given);
      second.run(shapesLatent, cellNoise, shapesGiven);
    };
  }

  private Worker onnxNetworks(byte[] model, int batch) {
    float[] normals = ShowerNoise.of(generator.card()).normals(1, 0, batch);
    Map<String, float[]> inputs =
        Map.of(
            "noise",
            normals,
            "given",
            new float[batch * totals.conditions()],
            "shapesGiven",
            new float[batch * shapes.conditions()]);
    return worker(OnnxEngine.ofNetworks(model), engine -> engine.run(batch, inputs));
  }

  private Worker onnxCascade(byte[] model, int batch) {
    ShowerNoise noise = ShowerNoise.of(generator.card());
    float[] conditions = energies(batch);
    long[] first = {0};
    return worker(
        OnnxEngine.ofCascade(model),
        engine -> {
          engine.run(
              batch, Map.of("conditions", conditions, "noise", noise.normals(1, first[0], batch)));
          first[0] += batch;
        });
  }

  private static Worker worker(OnnxEngine engine, Consumer<OnnxEngine> run) {
    return new Worker() {
      @Override
      public void run() {
        run.accept(engine);
      }

      @Override
      public void close() {
        engine.close();
      }
    };
  }

  private Worker sampler(int batch) {
    ShowerSampler sampler = new ShowerSampler(generator.card(), generator.weights());
    float[] conditions = energies(batch);
    long[] seed = {0};
    return () -> sampler.sample(conditions, seed[0]++);
  }

  private static float[] columns(float[] rows, int count, int from, int to) {
    int width = rows.length / count;
    float[] out = new float[count * (to - from)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * width + from, out, i * (to - from), to - from);
    }
    return out;
  }

  private float[] energies(int batch) {
    float[] conditions = new float[batch * totals.conditions()];
    Arrays.fill(conditions, MEAN_ENERGY_GEV);
    return conditions;
  }
}
