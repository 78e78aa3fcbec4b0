package org.showerforge.benchmark;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backends;
import org.showerforge.backend.HostBackend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.backend.cuda.Gpu;
import org.showerforge.backend.cuda.Precision;
import org.showerforge.cascade.ShowerSampler;

/**
 * Times a GPU: products, whole iterations against PyTorch, sampling; and compares an averaging
 * round with the host's.
 *
 * <pre>
 * GpuBenchmark                         names the GPU
 * GpuBenchmark GENERATOR [WORKER...]   a generator's folder; WORKER starts PyTorch's process
 * </pre>
 *
 * <p>The host runs ahead of a GPU, so times are those of many iterations between two waits for the
 * device. Contenders take turns after a warm-up.
 */
final class GpuBenchmark {
  private static final int CRITIC_STEPS = 5;
  private static final int ROUND_ITERATIONS = 50;
  private static final int TURNS = 5;
  private static final double TURN_MILLISECONDS = 1000;
  private static final int PRODUCT = 8192;
  private static final List<String> MODES = List.of("eager", "compile", "graph");

  private final Gpu gpu;
  private final @Nullable TorchWorker torch;

  private GpuBenchmark(Gpu gpu, @Nullable TorchWorker torch) {
    this.gpu = gpu;
    this.torch = torch;
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    if (arguments.length == 0) {
      System.out.println(Gpu.at(0));
      return;
    }
    List<String> worker = List.of(arguments).subList(1, arguments.length);
    try (TorchWorker torch =
        worker.isEmpty() ? null : new TorchWorker(worker.toArray(String[]::new))) {
      Gpu gpu = Gpu.at(0);
      System.out.printf(
          "%s, %s, compute capability %.1f, %,d MiB; Java %s; %s%n%n",
          LocalDate.now(ZoneOffset.UTC),
          gpu.name(),
          gpu.capability() / 10.0,
          gpu.memory() >> 20,
          System.getProperty("java.version"),
          torch == null ? "no PyTorch" : torch.version());
      GpuBenchmark benchmark = new GpuBenchmark(gpu, torch);
      benchmark.agreement();
      Map<Precision, Double> peaks = benchmark.products();
      benchmark.iterations(peaks);
      benchmark.forward();
      benchmark.cascade(Path.of(arguments[0]));
    }
  }

  private Backend backend(Precision precision) {
    return CublasBackend.on(gpu, precision);
  }

  /** From one state and with one noise, so many iterations on GPU and host. */
  private void agreement() {
    System.out.printf(
        "%d iterations of 5 critic steps and a generator step, batch 256, on the GPU and on the host:%n%n"
            + "| precision | largest relative difference of the critic's parameters |%n|---|---|%n",
        ROUND_ITERATIONS);
    double[] expected = after(new HostBackend());
    for (Precision precision : Precision.values()) {
      double[] found = after(backend(precision));
      double difference = 0;
      double size = 0;
      for (int i = 0; i < found.length; i++) {
        difference = Math.max(difference, Math.abs(found[i] - expected[i]));
        size = Math.max(size, Math.abs(expected[i]));
      }
      System.out.printf("| %s | %.2g |%n", precision, difference / size);
    }
    System.out.println();
  }

  private static double[] after(Backend backend) {
    EngineStep step = new EngineStep(backend, BenchmarkCase.calogan(256), CRITIC_STEPS);
    for (int i = 0; i < ROUND_ITERATIONS; i++) {
      step.step();
    }
    return step.critic();
  }

  /** TFLOP/s of large products, by precision. */
  private Map<Precision, Double> products() {
    System.out.printf("Products of two %d x %d matrices:%n%n", PRODUCT, PRODUCT);
    System.out.printf("| precision | TFLOP/s |%n|---|---|%n");
    Map<Precision, Double> rates = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      Backend backend = backend(precision);
      Matrix a = backend.allocate(PRODUCT, PRODUCT);
      Matrix b = backend.allocate(PRODUCT, PRODUCT);
      Matrix out = backend.allocate(PRODUCT, PRODUCT);
      Matrix corner = out.rows(0, 1).columns(0, 1);
      backend.gaussianRows(Philox.of(1), 0, 0, a);
      backend.gaussianRows(Philox.of(2), 0, 0, b);
      double best =
          best(new Looped(() -> backend.product(a, b, out), () -> backend.readDoubles(corner)));
      double rate = 2e-9 * PRODUCT * PRODUCT * PRODUCT / best;
      rates.put(precision, rate);
      System.out.printf("| %s | %.1f |%n", precision, rate);
    }
    System.out.println();
    return rates;
  }

  /** Something that runs many times between two waits. */
  private record Looped(Runnable work, Runnable finish) implements Contender {
    @Override
    public double[] time(int steps) {
      finish.run();
      long start = System.nanoTime();
      for (int i = 0; i < steps; i++) {
        work.run();
      }
      finish.run();
      return new double[] {(System.nanoTime() - start) * 1e-6 / steps};
    }
  }

  private static int steps(Contender contender) {
    contender.time(3);
    return Math.max(3, (int) (TURN_MILLISECONDS / contender.time(10)[0]));
  }

  private static double best(Contender contender) {
    return race(List.of(contender))[0];
  }

  /** The least milliseconds of each contender. */
  private static double[] race(List<? extends @Nullable Contender> contenders) {
    double[] best = new double[contenders.size()];
    int[] steps = new int[best.length];
    for (int turn = 0; turn <= TURNS; turn++) {
      for (int i = 0; i < best.length; i++) {
        Contender contender = contenders.get(i);
        if (contender == null) {
          best[i] = Double.NaN;
        } else if (turn == 0) {
          steps[i] = steps(contender);
          best[i] = Double.MAX_VALUE;
        } else {
          best[i] = Math.min(best[i], contender.time(steps[i])[0]);
        }
      }
    }
    return best;
  }

  private void iterations(Map<Precision, Double> peaks) {
    System.out.printf(
        "Iterations of %d critic steps and a generator step, ms (best of %d turns):%n%n",
        CRITIC_STEPS, TURNS);
    System.out.println(
        "| networks | batch | ours | of the peak | ours, TF32 | of the peak | PyTorch eager | compile"
            + " | graph | eager/ours | best PyTorch/ours |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    List<BenchmarkCase> cases = new ArrayList<>();
    for (int batch : new int[] {256, 1024, 4096, 16_384}) {
      cases.add(BenchmarkCase.calogan(batch));
    }
    cases.add(BenchmarkCase.fastCaloGan());
    cases.forEach(what -> iteration(what, peaks));
    System.out.println();
  }

  private void iteration(BenchmarkCase what, Map<Precision, Double> peaks) {
    double[] ours = race(List.of(ours(what, Precision.FLOAT32), ours(what, Precision.TF32)));
    double[] theirs = new double[MODES.size()];
    double bestOfTheirs = Double.NaN;
    for (int i = 0; i < theirs.length; i++) {
      // One at a time: the worker keeps one case. Ours runs between them, so all take turns.
      Contender contender = torch(what, MODES.get(i));
      theirs[i] = contender == null ? Double.NaN : best(contender);
      ours[0] = Math.min(ours[0], best(ours(what, Precision.FLOAT32)));
      bestOfTheirs = Double.isNaN(bestOfTheirs) ? theirs[i] : Math.min(bestOfTheirs, theirs[i]);
    }
    double flops = what.flops(CRITIC_STEPS) * 1e-9;
    System.out.printf(
        "| %s | %d | %.3f | %.0f %% | %.3f | %.0f %% | %.3f | %.3f | %.3f | %.2f | %.2f |%n",
        what.name(),
        what.batch(),
        ours[0],
        100 * flops / ours[0] / peaks.get(Precision.FLOAT32),
        ours[1],
        100 * flops / ours[1] / peaks.get(Precision.TF32),
        theirs[0],
        theirs[1],
        theirs[2],
        theirs[0] / ours[0],
        bestOfTheirs / ours[0]);
  }

  private Contender ours(BenchmarkCase what, Precision precision) {
    EngineStep step = new EngineStep(backend(precision), what, CRITIC_STEPS);
    return new Looped(step::step, step::critic);
  }

  private @Nullable Contender torch(BenchmarkCase what, String mode) {
    if (torch == null) {
      return null;
    }
    try {
      return torch.contender(what, CRITIC_STEPS, mode);
    } catch (IllegalArgumentException e) {
      System.err.println("PyTorch, " + mode + ": " + e.getMessage());
      return null;
    }
  }

  /** The generator's forward pass with its noise, left on the device or read. */
  private void forward() {
    System.out.printf(
        "Generator 65-256-512-504 with its noise, million showers/s:%n%n"
            + "| batch | on the device | read by the host | on the device, TF32 |%n|---|---|---|---|%n");
    for (int batch : new int[] {1024, 4096, 16_384, 65_536}) {
      System.out.printf(
          "| %d | %.2f | %.2f | %.2f |%n",
          batch,
          forward(batch, Precision.FLOAT32, false),
          forward(batch, Precision.FLOAT32, true),
          forward(batch, Precision.TF32, false));
    }
    System.out.println();
  }

  private double forward(int batch, Precision precision, boolean read) {
    GeneratorPass pass = new GeneratorPass(backend(precision), BenchmarkCase.calogan(batch));
    Runnable work = read ? pass::forwardAndRead : pass::forward;
    return batch * 1e-3 / best(new Looped(work, pass::finish));
  }

  /** The whole cascade, its constraint on the host. */
  private void cascade(Path generator) {
    Backends.bind(() -> backend(Precision.FLOAT32));
    ShowerSampler sampler = ShowerSampler.load(generator);
    int given = sampler.detector().conditions().size();
    float[] conditions = new float[ShowerSampler.BLOCK * given];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = (float) sampler.detector().conditions().get(i % given).max();
    }
    long[] block = {0};
    double milliseconds =
        best(new Looped(() -> sampler.block(1, block[0]++, conditions), () -> {}));
    System.out.printf(
        "Showers of %s in the host's memory, networks on the GPU, the rest on one core: %,.0f/s%n",
        generator.getFileName(), 1000 * ShowerSampler.BLOCK / milliseconds);
  }
}
