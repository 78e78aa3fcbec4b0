package org.showerforge.jobs;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.jobs.train.TrainJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code showerforge train}: see {@link TrainJob}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Learns a generator from a prepared data set.",
      "Interrupted, the same command carries on from its last checkpoint and ends with the same bytes.",
      ""
    },
    footer = {"", "Example:", "  showerforge train --set data=prepared --set output=generator"})
final class TrainCommand implements Callable<Integer> {
  @Mixin private JobOptions options = new JobOptions();

  @Override
  public Integer call() throws IOException {
    if (options.printConfig) {
      System.out.print(Settings.shippedText("train"));
      return 0;
    }
    TrainConfig config = options.resolve("train", TrainConfig.class);
    try (JavaSparkContext sc = Contexts.open("train")) {
      run(sc, config);
    }
    return 0;
  }

  /** Runs the job with a progress line, and says what came of it. */
  static GeneratorCard run(JavaSparkContext sc, TrainConfig config) throws IOException {
    GeneratorCard card;
    try (ProgressLine progress = ProgressLine.of("train", "iterations")) {
      card = TrainJob.run(sc, config, progress);
    }
    System.out.printf(
        "trained    %s: %,d parameters from %,d events%n",
        config.output(),
        card.parameters().values().stream().mapToInt(Integer::intValue).sum(),
        card.trainingData().events());
    return card;
  }
}
