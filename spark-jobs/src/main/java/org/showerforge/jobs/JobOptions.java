package org.showerforge.jobs;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that all jobs share. */
final class JobOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "",
      description = "YAML laid over the shipped defaults; unknown keys are refused.")
  String config = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a key, dotted: --set recipe.shapes.training.batch=512. May be repeated.")
  List<String> overrides = new ArrayList<>();

  @Option(
      names = "--print-config",
      description = "Prints every key with its default and unit, and ends.")
  boolean printConfig;

  /** The resolved configuration of a job. */
  <T> T resolve(String job, Class<T> type) {
    return Settings.resolve(job, config, overrides, type);
  }
}
