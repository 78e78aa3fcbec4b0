package org.showerforge.jobs;

import java.io.IOException;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.metrics.ClassifierComparison;
import picocli.CommandLine.Command;

/** {@code showerforge evaluate}: see {@link EvaluateJob}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Compares generated showers with held-out Monte Carlo and writes metrics.json and report.html.",
      "Every figure stands beside its floor: the same figure for Monte Carlo against Monte Carlo.",
      "With a gate, bounds that the figures must keep, the exit code is 3 if one is not kept.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  showerforge evaluate --set showers=showers --set reference=prepared --set output=report \\",
      "      --set generator=generator"
    })
final class EvaluateCommand extends JobCommand<EvaluateConfig> {
  EvaluateCommand() {
    super("evaluate", EvaluateConfig.class);
  }

  @Override
  int execute(JavaSparkContext sc, EvaluateConfig config) throws IOException {
    EvaluateJob.Result result = run(sc, config);
    result.gate().forEach(outcome -> System.out.println("gate       " + outcome));
    return result.kept() ? 0 : ShowerForge.GATE_SAID_NO;
  }

  /** Runs the job and says what came of it. */
  static EvaluateJob.Result run(JavaSparkContext sc, EvaluateConfig config) throws IOException {
    long start = System.nanoTime();
    EvaluateJob.Result result;
    try (ProgressLine progress = ProgressLine.of("evaluate", "steps")) {
      result = EvaluateJob.run(sc, config, progress);
    }
    System.out.printf(
        Locale.ROOT,
        "evaluated  %s/%s: %,d events of each kind in %.0f s%n",
        config.output(),
        EvaluateJob.REPORT,
        result.evaluation().sizes().compared(),
        (System.nanoTime() - start) / 1e9);
    return result;
  }

  /** An AUC with its error and floor. */
  static String auc(ClassifierComparison comparison) {
    return String.format(
        Locale.ROOT,
        "%.3f +- %.3f (floor %.3f)",
        comparison.generated().auc(),
        comparison.generated().error(),
        comparison.floor().auc());
  }
}
