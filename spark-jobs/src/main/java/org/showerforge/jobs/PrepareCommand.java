package org.showerforge.jobs;

import java.io.IOException;
import java.util.Locale;
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
  int execute(JavaSparkContext sc, PrepareConfig config) throws IOException {
    run(sc, config);
    return 0;
  }

  /** Runs the job with a progress line, and says what came of it. */
  static PreparedCard run(JavaSparkContext sc, PrepareConfig config) throws IOException {
    PrepareJob.Result result = PrepareJob.run(sc, config, ProgressLine::of);
    PreparedCard.Counts counts = result.card().counts();
    if (result.newFiles() == 0) {
      System.out.printf(
          "prepared   %s: nothing new in %,d files; %,d events as before%n",
          config.output(), result.knownFiles(), counts.out());
      return result.card();
    }
    for (PreparedCard.CutStep step : result.card().cutFlow()) {
      System.out.printf(
          "cut        %-40s %,14d stopped %,14d left%n", step.cut(), step.stopped(), step.left());
    }
    if (result.knownFiles() > 0) {
      System.out.printf(
          "prepared   %s: %,d new files, %,d events added; %,d files were there already%n",
          config.output(), result.newFiles(), result.added(), result.knownFiles());
    }
    System.out.printf(
        "prepared   %s: %,d events in, %,d out, %,d rejected%s%n",
        config.output(),
        counts.in(),
        counts.out(),
        counts.rejected(),
        counts.cut() == 0 ? "" : String.format(Locale.ROOT, ", %,d cut", counts.cut()));
    return result.card();
  }
}
