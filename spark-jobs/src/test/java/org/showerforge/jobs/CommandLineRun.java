package org.showerforge.jobs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command line that was run in this process, and what it said.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
record CommandLineRun(int code, String out, String err) {
  /** Runs a command line on a local Spark of two cores. */
  static CommandLineRun of(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
    ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
    try {
      int code = ShowerForge.run(arguments);
      return new CommandLineRun(
          code,
          capturedOut.toString(StandardCharsets.UTF_8),
          capturedErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.clearProperty("spark.master");
      System.clearProperty("spark.ui.enabled");
    }
  }

  /**
   * The lines on standard error but for what says how far a long work is, which comes every ten
   * seconds of it, or that it is done, and on what.
   */
  List<String> complaints() {
    return err.lines()
        .filter(
            line ->
                !line.matches(
                    "(scan|prepare|train|generate|evaluate|inspect) +(\\d+ %|done) .*|compute +\\w+: .*"))
        .toList();
  }

  /** Whether a progress line says that the work came to its end. */
  boolean saysDone() {
    return err.lines().anyMatch(line -> line.matches("\\w+ +done .*"));
  }
}
