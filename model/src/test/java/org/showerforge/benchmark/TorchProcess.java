package org.showerforge.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** PyTorch in a process of its own that times itself: a line for a line. */
final class TorchProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter requests;
  private final BufferedReader answers;

  /**
   * Starts the process, with this one's environment.
   *
   * @param command interpreter and script
   */
  TorchProcess(String... command) {
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  String ask(String request) {
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
