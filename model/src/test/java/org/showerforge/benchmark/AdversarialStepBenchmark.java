package org.showerforge.benchmark;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.showerforge.backend.HostBackend;

/**
 * Times the adversarial step against PyTorch and SameDiff, and checks that it neither allocates nor
 * leaks.
 *
 * <pre>
 * AdversarialStepBenchmark speed WORKER...   tables in Markdown; WORKER starts PyTorch's process
 * AdversarialStepBenchmark allocation        bytes that a step allocates on the heap: 0
 * AdversarialStepBenchmark memory            resident and native memory over 100,000 steps: flat
 * </pre>
 *
 * <p>Contenders take turns in several rounds after a warm-up, so that a slow minute of the machine
 * hits all of them. The threads are those of OMP_NUM_THREADS, for everyone.
 */
final class AdversarialStepBenchmark {
  private static final double WARM_UP_MILLISECONDS = 2000;
  private static final double ROUND_MILLISECONDS = 600;
  private static final int LEAST_STEPS = 3;
  private static final int ROUNDS = 6;
  private static final int ALLOCATION_STEPS = 1000;
  private static final int JIT_STEPS = 20_000;
  private static final int MEMORY_STEPS = 100_000;
  private static final int MEMORY_ROWS = 10_000;

  private AdversarialStepBenchmark() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    switch (arguments[0]) {
      case "speed" -> speed(Arrays.copyOfRange(arguments, 1, arguments.length));
      case "allocation" -> allocation();
      case "memory" -> memory();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void speed(String... workerCommand) {
    // SameDiff prints each operation that it differentiates.
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try (TorchWorker torch = new TorchWorker(workerCommand)) {
      out.printf(
          "%s, load %s; Java %s, %s, %s; minimum (median).%n%n",
          hardware(),
          firstWord("/proc/loadavg"),
          System.getProperty("java.version"),
          nd4j(),
          torch.version());
      out.println(
          "| networks | batch | ShowerForge, ms | PyTorch, ms | SameDiff, ms | PyTorch/ShowerForge"
              + " | GFLOP/s | of sgemm's |");
      out.println("|---|---|---|---|---|---|---|---|");
      for (BenchmarkCase what : cases()) {
        out.println(row(what, torch));
      }
    }
  }

  private static List<BenchmarkCase> cases() {
    return List.of(
        BenchmarkCase.calogan(128),
        BenchmarkCase.calogan(256),
        BenchmarkCase.calogan(1024),
        BenchmarkCase.calogan(4096),
        BenchmarkCase.fastCaloGan(),
        BenchmarkCase.images(BenchmarkCase.Kind.CONVOLUTION),
        BenchmarkCase.images(BenchmarkCase.Kind.LOCALLY_CONNECTED));
  }

  /** A contender in one race, and its times so far. */
  private static final class Runner {
    private final Contender contender;
    private final int steps;
    private final List<Double> times = new ArrayList<>();

    Runner(Contender contender) {
      this.contender = contender;
      this.steps = warmUp(contender);
    }

    void run() {
      Arrays.stream(contender.time(steps)).forEach(times::add);
      times.sort(null);
    }

    double best() {
      return times.get(0);
    }

    /** Minimum and median. */
    String cell() {
      return "%.2f (%.2f)".formatted(best(), times.get(times.size() / 2));
    }
  }

  private static String row(BenchmarkCase what, TorchWorker torch) {
    Runner ours = new Runner(new EngineStep(new HostBackend(), what));
    Runner theirs = new Runner(torch.contender(what));
    List<Runner> runners = new ArrayList<>(List.of(ours, theirs));
    if (what.hasGenerator()) {
      runners.add(new Runner(new SameDiffStep(what)));
    }
    Sgemm sgemm = new Sgemm();
    double rate = 0;
    for (int round = 0; round < ROUNDS; round++) {
      rate = Math.max(rate, sgemm.rate());
      runners.forEach(Runner::run);
    }
    double flops = what.hasGenerator() ? what.flops() / ours.best() * 1e-6 : 0;
    return "| %s | %d | %s | %s | %s | %.2f | %s | %s |"
        .formatted(
            what.name(),
            what.batch(),
            ours.cell(),
            theirs.cell(),
            runners.size() > 2 ? runners.get(2).cell() : "",
            theirs.best() / ours.best(),
            what.hasGenerator() ? "%.0f".formatted(flops) : "",
            what.hasGenerator() ? "%.0f %% of %.0f".formatted(100 * flops / rate, rate) : "");
  }

  /** How many steps fill a round. */
  private static int warmUp(Contender contender) {
    double spent = 0;
    double best = Double.MAX_VALUE;
    while (spent < WARM_UP_MILLISECONDS) {
      double step = contender.time(1)[0];
      spent += step;
      best = Math.min(best, step);
    }
    return Math.max(LEAST_STEPS, (int) (ROUND_MILLISECONDS / best));
  }

  private static void allocation() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (BenchmarkCase what : smallCases()) {
      EngineStep step = new EngineStep(new HostBackend(), what);
      run(step, JIT_STEPS);
      // Asking allocates too, the first time.
      threads.getThreadAllocatedBytes(self);
      long before = threads.getThreadAllocatedBytes(self);
      run(step, ALLOCATION_STEPS);
      long bytes = threads.getThreadAllocatedBytes(self) - before;
      System.out.printf("%s: %.1f bytes/step%n", what, bytes / (double) ALLOCATION_STEPS);
    }
  }

  /** The same calls as the large cases, in less time. */
  private static List<BenchmarkCase> smallCases() {
    List<Integer> images = List.of(BenchmarkCase.CELLS * BenchmarkCase.FILTERS + 1, 2, 1);
    return List.of(
        new BenchmarkCase(
            "small, dense",
            BenchmarkCase.Kind.DENSE,
            List.of(9, 8, 8, 12),
            List.of(13, 8, 8, 1),
            8),
        new BenchmarkCase(
            "small, convolutional", BenchmarkCase.Kind.CONVOLUTION, List.of(), images, 2),
        new BenchmarkCase(
            "small, locally connected",
            BenchmarkCase.Kind.LOCALLY_CONNECTED,
            List.of(),
            images,
            2));
  }

  private static void run(EngineStep step, int steps) {
    for (int i = 0; i < steps; i++) {
      step.step();
    }
  }

  private static void memory() {
    EngineStep step = new EngineStep(new HostBackend(), smallCases().get(0));
    System.out.println("| steps | resident | native (JavaCPP) |");
    System.out.println("|---|---|---|");
    for (int done = 0; done <= MEMORY_STEPS; done += MEMORY_ROWS) {
      System.out.printf("| %,d | %s | %,d B |%n", done, status("VmRSS"), Pointer.totalBytes());
      run(step, MEMORY_ROWS);
    }
  }

  /** The name of the jar: its manifest and properties do not tell. */
  private static String nd4j() {
    String jar = Nd4j.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.substring(jar.lastIndexOf('/') + 1).replace(".jar", "");
  }

  private static String hardware() {
    return "%s, %d cores, %s thread(s)"
        .formatted(
            lines("/proc/cpuinfo").stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(AdversarialStepBenchmark::value)
                .orElse("unknown processor"),
            Runtime.getRuntime().availableProcessors(),
            System.getenv("OMP_NUM_THREADS"));
  }

  private static String status(String name) {
    return lines("/proc/self/status").stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(AdversarialStepBenchmark::value)
        .orElse("?");
  }

  private static String value(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private static String firstWord(String path) {
    return lines(path).get(0).replaceAll(" .*", "");
  }

  private static List<String> lines(String path) {
    try {
      return Files.readAllLines(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
