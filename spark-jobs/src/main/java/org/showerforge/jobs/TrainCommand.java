package org.showerforge.jobs;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.jobs.train.TrainJob;
import picocli.CommandLine.Command;

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
final class TrainCommand extends JobCommand<TrainConfig> {
  TrainCommand() {
    super("train", TrainConfig.class);
  }

  @Override
  int execute(JavaSparkContext sc, TrainConfig config) throws IOException {
    run(sc, config);
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
