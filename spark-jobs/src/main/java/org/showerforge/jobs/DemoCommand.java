package org.showerforge.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.ShowersCard;
import org.showerforge.jobs.settings.Settings;
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
      "prepare, train (some eight minutes on two cores), generate 100,000 showers, evaluate.",
      ""
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      defaultValue = "demo",
      description = "Where everything goes, on any Hadoop file system; default ${DEFAULT-VALUE}.")
  private String output = "demo";

  @Option(
      names = "--samples",
      paramLabel = "PATH",
      description = {
        "The raw files; default: the sample data of the repository. Without a scheme, a folder on the driver's disk,"
            + " which is copied to <output>/samples when the output lies elsewhere."
      },
      defaultValue = "${env:SHOWERFORGE_HOME:-.}/samples/calogan")
  private String samples = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of train.yaml, e.g. recipe.shapes.training.iterations=100.")
  private List<String> overrides = List.of();

  private static final int SHOWERS = 100_000;

  /** What is said at the end, for those who do not see the driver's terminal. */
  private static final String SUMMARY = "summary.txt";

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (output.isBlank()) {
      throw new UserException("--output: must name a folder");
    }
    try (JavaSparkContext sc = Contexts.open("demo")) {
      Path root = new Path(output);
      FileSystem fs = root.getFileSystem(sc.hadoopConfiguration());
      if (fs.exists(new Path(root, "report"))) {
        throw new UserException(
            "output %s: holds a finished demo; delete it or name another with --output", output);
      }
      String summary = run(sc, fs, root, start);
      System.out.print(summary);
      try (OutputStream out = fs.create(new Path(root, SUMMARY), true)) {
        out.write(summary.getBytes(StandardCharsets.UTF_8));
      }
    }
    return 0;
  }

  private String run(JavaSparkContext sc, FileSystem fs, Path root, long start) throws IOException {
    Path prepared = new Path(root, "prepared");
    Path generator = new Path(root, "generator");
    Path showers = new Path(root, "showers");
    if (!fs.exists(prepared)) {
      List<String> prepare =
          List.of("input=" + rawFiles(fs, root), "output=" + prepared, "energyRangeGeV=[1, 20]");
      PrepareCommand.run(sc, settings("prepare", PrepareConfig.class, prepare));
    }
    if (!fs.exists(generator)) {
      List<String> train = new ArrayList<>(List.of("data=" + prepared, "output=" + generator));
      train.addAll(overrides);
      TrainCommand.run(sc, settings("train", TrainConfig.class, train));
    }
    List<String> generate =
        List.of(
            "generator=" + generator,
            "output=" + showers,
            "events=" + SHOWERS,
            "conditions.energy.uniform=[1, 20]",
            "eventsPerFile=25600");
    ShowersCard generated =
        fs.exists(showers)
            ? EvaluateJob.showersCard(sc, showers.toString())
            : GenerateCommand.run(sc, settings("generate", GenerateConfig.class, generate));
    List<String> evaluate =
        List.of(
            "showers=" + showers,
            "reference=" + prepared,
            "generator=" + generator,
            "output=" + new Path(root, "report"),
            "label=positrons 1-20 GeV",
            "neural.hidden=[]");
    Evaluation evaluation =
        EvaluateCommand.run(sc, settings("evaluate", EvaluateConfig.class, evaluate)).evaluation();
    return summary(generated, evaluation, start);
  }

  /** The raw files where executors can read them too. */
  private String rawFiles(FileSystem fs, Path root) throws IOException {
    Path path = new Path(samples);
    if (path.toUri().getScheme() != null) {
      return samples;
    }
    LocalFileSystem here = FileSystem.getLocal(fs.getConf());
    Path local = here.makeQualified(path);
    if (fs instanceof LocalFileSystem) {
      return local.toString();
    }
    if (!here.exists(local)) {
      throw new UserException(
          "--samples %s: is not on the driver's disk; name a folder with its scheme, e.g. hdfs:///...",
          samples);
    }
    Path copy = new Path(root, "samples");
    // That of a demo that was killed may be half a copy.
    fs.delete(copy, true);
    fs.copyFromLocalFile(local, copy);
    return copy.toString();
  }

  private static <T> T settings(String job, Class<T> type, List<String> overrides) {
    return Settings.resolve(job, "", overrides, type);
  }

  private String summary(ShowersCard generated, Evaluation evaluation, long start) {
    return String.format(
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
