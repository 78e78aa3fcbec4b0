package org.showerforge.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.ShowersCard;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.metrics.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code showerforge demo}: prepare, train, generate and evaluate in one go on the sample data. A
 * step whose output is already there is not done again, so a demo that was interrupted carries on.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole chain on the sample of 7,800 Geant4 positrons (1-20 GeV) in the repository:",
      "prepare, train (some six minutes on two cores), generate 100,000 showers, evaluate.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "demo",
      description = "Where everything goes; default ${DEFAULT-VALUE}.")
  private String output = "demo";

  @Option(
      names = "--samples",
      paramLabel = "PATH",
      description = "The raw files; default: the sample data of the repository.",
      defaultValue = "${env:SHOWERFORGE_HOME:-.}/samples/calogan")
  private String samples = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of train.yaml, e.g. recipe.shapes.training.iterations=100.")
  private List<String> overrides = List.of();

  private static final int SHOWERS = 100_000;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    Path root = Path.of(output);
    Path report = root.resolve("report");
    if (Files.exists(report)) {
      throw new UserException(
          "output %s: holds a finished demo; delete it or name another with --output", output);
    }
    String prepared = root.resolve("prepared").toString();
    String generator = root.resolve("generator").toString();
    String showers = root.resolve("showers").toString();
    Files.createDirectories(root);
    ShowersCard generated;
    Evaluation evaluation;
    try (JavaSparkContext sc = Contexts.open("demo")) {
      if (!Files.exists(Path.of(prepared))) {
        PrepareCommand.run(
            sc,
            settings(
                "prepare",
                PrepareConfig.class,
                List.of("input=" + samples, "output=" + prepared, "energyRangeGeV=[1, 20]")));
      }
      if (!Files.exists(Path.of(generator))) {
        List<String> train =
            new java.util.ArrayList<>(List.of("data=" + prepared, "output=" + generator));
        train.addAll(overrides);
        TrainCommand.run(sc, settings("train", TrainConfig.class, train));
      }
      generated =
          Files.exists(Path.of(showers))
              ? EvaluateJob.showersCard(sc, showers)
              : GenerateCommand.run(
                  sc,
                  settings(
                      "generate",
                      GenerateConfig.class,
                      List.of(
                          "generator=" + generator,
                          "output=" + showers,
                          "events=" + SHOWERS,
                          "conditions.energy.uniform=[1, 20]",
                          "eventsPerFile=25600")));
      evaluation =
          EvaluateCommand.run(
              sc,
              settings(
                  "evaluate",
                  EvaluateConfig.class,
                  List.of(
                      "showers=" + showers,
                      "reference=" + prepared,
                      "generator=" + generator,
                      "output=" + report,
                      "label=positrons 1-20 GeV")));
    }
    summary(generated, evaluation, start);
    return 0;
  }

  private static <T> T settings(String job, Class<T> type, List<String> overrides) {
    return Settings.resolve(job, "", overrides, type);
  }

  private void summary(ShowersCard generated, Evaluation evaluation, long start) {
    System.out.printf(
        Locale.ROOT,
        """

        prepared data   %1$s/prepared/events
        generator       %1$s/generator
        showers         %1$s/showers/events   %2$,d, %3$,.0f per minute
        report          %1$s/report/%4$s
        AUC             shower shapes %5$s, cells %6$s; 0.5 is indistinguishable
        in all          %7$.1f minutes
        """,
        output,
        generated.events(),
        60 * generated.events() / generated.seconds(),
        EvaluateJob.REPORT,
        EvaluateCommand.auc(evaluation.highLevel()),
        EvaluateCommand.auc(evaluation.lowLevel()),
        (System.nanoTime() - start) / 60e9);
  }
}
