package org.showerforge.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The step by PyTorch, in a process of its own that times itself. */
final class TorchWorker implements AutoCloseable {
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;

  /**
   * Starts the worker, with this process's environment.
   *
   * @param command interpreter and {@code adversarial_step_benchmark.py}
   */
  TorchWorker(String... command) {
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  String version() {
    return ask("version");
  }

  /** A case; the one before it is forgotten. */
  Contender contender(BenchmarkCase what) {
    ask(
        "case %s %d %s %s"
            .formatted(what.kind(), what.batch(), joined(what.generator()), joined(what.critic())));
    return steps ->
        Arrays.stream(ask("run " + steps).split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static String joined(List<Integer> widths) {
    return widths.isEmpty()
        ? "-"
        : widths.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private String ask(String request) {
    requests.println(request);
    try {
      return Objects.requireNonNull(answers.readLine(), "PyTorch's process ended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    requests.close();
    process.destroy();
  }
}
