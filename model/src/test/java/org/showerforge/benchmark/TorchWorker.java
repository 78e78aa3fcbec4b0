package org.showerforge.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The step by PyTorch, in a process of its own that times itself. */
final class TorchWorker implements AutoCloseable {
  private final TorchProcess process;

  /**
   * Starts the worker, with this process's environment.
   *
   * @param command interpreter and {@code adversarial_step_benchmark.py}
   */
  TorchWorker(String... command) {
    process = new TorchProcess(command);
  }

  String version() {
    return process.ask("version");
  }

  /** A case; the one before it is forgotten. */
  Contender contender(BenchmarkCase what) {
    return contender(what, 1, "eager");
  }

  /**
   * A case; the one before it is forgotten.
   *
   * @param criticSteps critic updates per generator update
   * @param mode {@code eager}, {@code compile} or {@code graph}
   * @throws IllegalArgumentException if PyTorch refuses it
   */
  Contender contender(BenchmarkCase what, int criticSteps, String mode) {
    String answer =
        process.ask(
            "case %s %d %s %s %d %s"
                .formatted(
                    what.kind(),
                    what.batch(),
                    joined(what.generator()),
                    joined(what.critic()),
                    criticSteps,
                    mode));
    if (!answer.equals("ready")) {
      throw new IllegalArgumentException(answer);
    }
    return steps ->
        Arrays.stream(process.ask("run " + steps).split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
  }

  private static String joined(List<Integer> widths) {
    return widths.isEmpty()
        ? "-"
        : widths.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    process.close();
  }
}
