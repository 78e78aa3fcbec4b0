package org.showerforge.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.jobs.train.TrainConfig;

/** What the benchmarks of training start from: the whole sample data and the default recipe. */
public final class BenchmarkSetup {
  private BenchmarkSetup() {}

  /**
   * A Spark set up as our jobs have it, without web pages.
   *
   * @param own what is set beside that
   */
  public static JavaSparkContext spark(String master, Map<String, String> own) {
    SparkConf conf = Contexts.conf("benchmark").setMaster(master).set("spark.ui.enabled", "false");
    own.forEach(conf::set);
    return new JavaSparkContext(conf);
  }

  /** A Spark on this machine, set up as our jobs have it. */
  public static JavaSparkContext spark(String master) {
    return spark(master, Map.of());
  }

  /** A Spark on this machine as anyone has it who sets nothing. */
  public static JavaSparkContext plainSpark(String master) {
    return new JavaSparkContext(
        new SparkConf().setMaster(master).setAppName("benchmark").set("spark.ui.enabled", "false"));
  }

  /** Prepares the sample data as the demo does. */
  public static void prepare(JavaSparkContext sc, Path raw, Path output) throws IOException {
    PrepareJob.run(
        sc,
        Settings.resolve(
            "prepare",
            "",
            List.of("input=" + raw, "output=" + output, "energyRangeGeV=[1, 20]"),
            PrepareConfig.class),
        Progress.Stages.NONE);
  }

  /** The default training of prepared data, and what overrides it. */
  public static TrainConfig train(Path data, String... overrides) {
    List<String> all = new ArrayList<>(List.of("data=" + data, "output=unused"));
    all.addAll(List.of(overrides));
    return Settings.resolve("train", "", all, TrainConfig.class);
  }
}
