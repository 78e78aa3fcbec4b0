package org.showerforge.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.GenerateJob;
import org.showerforge.jobs.generate.ShowersCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code showerforge generate}: see {@link GenerateJob}. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Makes showers in bulk with a trained generator.",
      "A shower depends on the generator, the seed and its index alone, not on files, cores or retries.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge generate --set generator=generator --set output=showers --set events=1000000 \\",
      "      --set conditions.energy.uniform=[1,20]"
    })
final class GenerateCommand extends JobCommand<GenerateConfig> {
  @Option(
      names = "--allow-extrapolation",
      description = "Takes conditions outside the trained range, and flags such events.")
  private boolean extrapolate;

  @Option(names = "--single-file", description = "Joins the files of an HDF5 output to one.")
  private boolean single;

  GenerateCommand() {
    super("generate", GenerateConfig.class);
  }

  @Override
  List<String> flags() {
    List<String> flags = new ArrayList<>();
    if (extrapolate) {
      flags.add("extrapolate=true");
    }
    if (single) {
      flags.add("singleFile=true");
    }
    return flags;
  }

  @Override
  int execute(JavaSparkContext sc, GenerateConfig config) throws IOException {
    run(sc, config);
    return 0;
  }

  /** Runs the job with a progress line, and says what came of it. */
  static ShowersCard run(JavaSparkContext sc, GenerateConfig config) throws IOException {
    ShowersCard card;
    try (ProgressLine progress = ProgressLine.of("generate", "showers")) {
      card = GenerateJob.run(sc, config, progress);
    }
    System.out.printf(
        "generated  %s: %,d showers, %,.0f per minute%n",
        config.output(), card.events(), card.perMinute());
    return card;
  }
}
