package org.showerforge.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.jobs.settings.Settings;
import picocli.CommandLine.Option;

/**
 * A command that runs one job: resolves the job's configuration, opens Spark, and runs it.
 *
 * @param <C> the job's configuration, a record, with a documented YAML of the job's name beside it
 */
abstract class JobCommand<C> implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "",
      description = "YAML laid over the shipped defaults; unknown keys are refused.")
  private String file = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key, dotted: --set recipe.shapes.training.batch=512. May be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--print-config",
      description = "Prints every key with its default and unit, and ends.")
  private boolean printConfig;

  private final String job;
  private final Class<C> type;

  JobCommand(String job, Class<C> type) {
    this.job = job;
    this.type = type;
  }

  @Override
  public final Integer call() throws IOException {
    if (printConfig) {
      System.out.print(Settings.shippedText(job, type));
      return 0;
    }
    List<String> all = new ArrayList<>(overrides);
    all.addAll(flags());
    C config = Settings.resolve(job, file, all, type);
    try (JavaSparkContext sc = Contexts.open(job)) {
      return execute(sc, config);
    }
  }

  /** What the command's own options set, as --set would. */
  List<String> flags() {
    return List.of();
  }

  /** Runs the job with a progress line, and says what came of it; the exit code. */
  abstract int execute(JavaSparkContext sc, C config) throws IOException;
}
