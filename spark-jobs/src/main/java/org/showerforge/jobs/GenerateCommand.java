package org.showerforge.jobs;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.GenerateJob;
import org.showerforge.jobs.generate.ShowersCard;
import picocli.CommandLine.Command;

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
  GenerateCommand() {
    super("generate", GenerateConfig.class);
  }

  @Override
  void execute(JavaSparkContext sc, GenerateConfig config) throws IOException {
    run(sc, config);
  }

  /** Runs the job with a progress line, and says what came of it. */
  static ShowersCard run(JavaSparkContext sc, GenerateConfig config) throws IOException {
    ShowersCard card;
    try (ProgressLine progress = ProgressLine.of("generate", "showers")) {
      card = GenerateJob.run(sc, config, progress);
    }
    System.out.printf(
        "generated  %s: %,d showers, %,.0f per minute%n",
        config.output(), card.events(), 60 * card.events() / card.seconds());
    return card;
  }
}
