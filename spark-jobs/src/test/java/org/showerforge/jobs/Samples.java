package org.showerforge.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.evaluate.EvaluateConfig;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.jobs.train.TrainJob;

/**
 * What the jobs' tests start from: real Spark, the sample data prepared once, and a generator with
 * tiny networks that was trained on it for a moment.
 */
public final class Samples {
  /** One raw file of the repository's sample data: 1,950 Geant4 positrons, 1-20 GeV. */
  public static final Path RAW =
      Path.of("../samples/calogan/eplus_1-20GeV_0.h5").toAbsolutePath().normalize();

  /** The recipe of networks so small that a round takes milliseconds. */
  public static final List<String> TINY =
      List.of(
          "shards=2",
          "roundIterations=2",
          "checkpointRounds=1",
          "recipe.calibration=false",
          "recipe.totals.noise=3",
          "recipe.totals.generator=[8]",
          "recipe.totals.critic=[8]",
          "recipe.totals.training.iterations=7",
          "recipe.totals.training.batch=16",
          "recipe.shapes.noise=4",
          "recipe.shapes.generator=[8]",
          "recipe.shapes.critic=[8]",
          "recipe.shapes.training.iterations=7",
          "recipe.shapes.training.batch=16");

  private static final Path ROOT = root();
  private static final Path PREPARED = prepare();
  private static final Path GENERATOR = train();

  private Samples() {}

  private static Path root() {
    try {
      return Files.createTempDirectory("samples-");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path prepare() {
    Path output = ROOT.resolve("prepared");
    return on("local[2]", sc -> prepare(sc, output, "fileMB=0.4"));
  }

  /** Prepares the sample data. */
  public static Path prepare(JavaSparkContext sc, Path output, String... overrides)
      throws IOException {
    List<String> all =
        new ArrayList<>(List.of("input=" + RAW, "output=" + output, "energyRangeGeV=[1, 20]"));
    all.addAll(List.of(overrides));
    PrepareConfig config = Settings.resolve("prepare", "", all, PrepareConfig.class);
    PrepareJob.run(sc, config, Progress.Stages.NONE);
    return output;
  }

  private static Path train() {
    Path output = ROOT.resolve("generator");
    return on(
        "local[2]",
        sc -> {
          TrainJob.run(sc, train(PREPARED, output), Progress.NONE);
          return output;
        });
  }

  /** The sample data, prepared: some 1,950 events in four files of each split. */
  public static Path prepared() {
    return PREPARED;
  }

  /** A generator that has hardly been trained. */
  public static Path generator() {
    return GENERATOR;
  }

  /** Another one, of another seed. */
  public static Path otherGenerator() {
    Path output = ROOT.resolve("other");
    if (!Files.exists(output)) {
      on("local[2]", sc -> TrainJob.run(sc, train(PREPARED, output, "seed=2"), Progress.NONE));
    }
    return output;
  }

  /** The configuration of a training of tiny networks, and what overrides it. */
  public static TrainConfig train(Path data, Path output, String... overrides) {
    List<String> all = new ArrayList<>(TINY);
    all.add("data=" + data);
    all.add("output=" + output);
    all.addAll(List.of(overrides));
    return Settings.resolve("train", "", all, TrainConfig.class);
  }

  /** The configuration of a generation with the tiny generator. */
  public static GenerateConfig generate(Path output, String... overrides) {
    List<String> all = new ArrayList<>();
    all.add("generator=" + GENERATOR);
    all.add("output=" + output);
    all.add("conditions.energy.uniform=[1, 20]");
    all.addAll(List.of(overrides));
    return Settings.resolve("generate", "", all, GenerateConfig.class);
  }

  /** The configuration of an evaluation against the prepared sample data. */
  public static EvaluateConfig evaluate(Path showers, Path output, String... overrides) {
    List<String> all = new ArrayList<>();
    all.add("showers=" + showers);
    all.add("reference=" + PREPARED);
    all.add("output=" + output);
    all.add("neural.hidden=[]");
    all.addAll(List.of(overrides));
    return Settings.resolve("evaluate", "", all, EvaluateConfig.class);
  }

  /** Does something that may fail to read or write on a context. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T on(JavaSparkContext sc) throws IOException;
  }

  /** Runs something on a Spark of its own. */
  public static <T> T on(String master, Work<T> work) {
    return on(new SparkConf().setMaster(master), work);
  }

  /** Runs something on a Spark of its own. */
  public static <T> T on(SparkConf conf, Work<T> work) {
    conf.setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", "2")
        .set("spark.executorEnv.OMP_NUM_THREADS", "1")
        .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    try (JavaSparkContext sc = new JavaSparkContext(conf)) {
      return work.on(sc);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
