package org.showerforge.jobs;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.PreparedCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code showerforge prepare}: see {@link PrepareJob}. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    description = {
      "Reads raw files, checks every event, and writes Parquet with a card.",
      "Bad events go to quarantine/ with file, index and rule; in = out + rejected.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge prepare --set input=samples/calogan --set output=prepared --set energyRangeGeV=[1,20]"
    })
final class PrepareCommand implements Callable<Integer> {
  @Mixin private JobOptions options = new JobOptions();

  @Override
  public Integer call() throws IOException {
    if (options.printConfig) {
      System.out.print(Settings.shippedText("prepare"));
      return 0;
    }
    PrepareConfig config = options.resolve("prepare", PrepareConfig.class);
    try (JavaSparkContext sc = Contexts.open("prepare")) {
      run(sc, config);
    }
    return 0;
  }

  /** Runs the job with a progress line, and says what came of it. */
  static PreparedCard run(JavaSparkContext sc, PrepareConfig config) throws IOException {
    PreparedCard card;
    try (ProgressLine progress = ProgressLine.of("prepare", "events")) {
      card = PrepareJob.run(sc, config, progress);
    }
    System.out.printf(
        "prepared   %s: %,d events in, %,d out, %,d rejected%n",
        config.output(), card.counts().in(), card.counts().out(), card.counts().rejected());
    return card;
  }
}
