package org.showerforge.jobs;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.PreparedCard;
import picocli.CommandLine.Command;

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
final class PrepareCommand extends JobCommand<PrepareConfig> {
  PrepareCommand() {
    super("prepare", PrepareConfig.class);
  }

  @Override
  void execute(JavaSparkContext sc, PrepareConfig config) throws IOException {
    run(sc, config);
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
