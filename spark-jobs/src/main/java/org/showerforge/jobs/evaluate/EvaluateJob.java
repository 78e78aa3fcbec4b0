package org.showerforge.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.data.output.OutputCard;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.generate.GeneratorFiles;
import org.showerforge.jobs.generate.ShowersCard;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.EvaluationSettings;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.Judged;
import org.showerforge.metrics.WholeComparison;
import org.showerforge.report.GenerationSpeed;
import org.showerforge.report.MetricsFile;
import org.showerforge.report.ReportFacts;
import org.showerforge.report.ReportInput;
import org.showerforge.report.ReportPage;
import org.showerforge.report.StageHistory;

/**
 * Purpose: says how far generated showers are from Monte Carlo ones.
 *
 * <p>Input: showers that generate wrote, a prepared data set whose test split no training has seen,
 * and the generator for its card; or two HDF5 files in CaloChallenge's layout and their binning.
 * Output: {@code metrics.json} and a self-contained {@code report.html}.
 *
 * <p>Example: {@code showerforge evaluate --set showers=showers --set reference=prepared --set
 * output=report}
 */
public final class EvaluateJob {
  /** The file of the page. */
  public static final String REPORT = "report.html";

  /** The file of the figures. */
  public static final String METRICS = "metrics.json";

  /** Three samples read, these compared, then the whole data sets, report written. */
  static final int STEPS = 6;

  private EvaluateJob() {}

  /** The card of an evaluation: what was compared, by what. */
  private record EvaluationCard(
      String kind,
      int formatVersion,
      String showerforge,
      String created,
      EvaluateConfig configuration) {}

  /**
   * What came of an evaluation.
   *
   * @param evaluation its figures
   * @param gate what the gate said of them; empty without one
   */
  public record Result(Evaluation evaluation, List<Gate.Outcome> gate) {
    /** Copies the list. */
    public Result {
      gate = List.copyOf(gate);
    }

    /** Whether every bound is kept. */
    public boolean kept() {
      return gate.stream().allMatch(Gate.Outcome::kept);
    }
  }

  /**
   * Runs the job; the figures now lie in the output.
   *
   * @param progress is told of {@link #STEPS} steps
   */
  public static Result run(JavaSparkContext sc, EvaluateConfig config, Progress progress)
      throws IOException {
    Configuration conf = sc.hadoopConfiguration();
    List<StageHistory> histories = new ArrayList<>();
    Map<String, JsonNode> cards = new LinkedHashMap<>();
    if (!config.generator().isEmpty()) {
      GeneratorCard generator =
          OutputCard.read(
              conf,
              config.generator(),
              GeneratorCard.class,
              GeneratorCard.KIND,
              GeneratorCard.FORMAT_VERSION);
      histories.addAll(TrainingHistory.of(generator));
      cards.put("generator", withoutTables(Json.tree(generator)));
    }
    GenerationSpeed speed =
        config.generator().isEmpty()
            ? null
            : SpeedTest.of(GeneratorFiles.read(conf, config.generator()).artifact());
    Map<String, Judged> incumbent = incumbent(conf, config.incumbent());
    try (StagedOutput output = StagedOutput.create(conf, config.output())) {
      Samples samples =
          config.readsHdf5()
              ? ChallengeSamples.read(sc, config, progress)
              : FolderSamples.read(sc, config, progress);
      progress.events(3, STEPS);
      EvaluationSettings settings =
          new EvaluationSettings(
              config.seed(), config.neural(), Math.max(1, sc.defaultParallelism()));
      Evaluation evaluation =
          Evaluation.of(
              samples.reference().sample(),
              samples.second().sample(),
              samples.generated().sample(),
              settings);
      progress.events(4, STEPS);
      WholeComparison whole =
          WholeData.compare(samples, evaluation.features(), evaluation.sizes().compared());
      progress.events(5, STEPS);
      cards.putAll(samples.cards());
      ReportFacts facts =
          new ReportFacts(
              config.generator().isEmpty() ? config.showers() : config.generator(),
              config.label(),
              Version.current(),
              samples.perMinute());
      List<Gate.Outcome> gate = new Gate(config.gate()).judge(evaluation.figures(), incumbent);
      ReportInput report = new ReportInput(facts, evaluation, whole, speed, gate, histories, cards);
      output.write(METRICS, MetricsFile.of(report).toJson());
      output.write(REPORT, ReportPage.render(report).getBytes(StandardCharsets.UTF_8));
      output.commit(
          new EvaluationCard("evaluation", 1, Version.current(), Instant.now().toString(), config));
      progress.events(STEPS, STEPS);
      return new Result(evaluation, gate);
    }
  }

  /** The card of a folder of showers. */
  public static ShowersCard showersCard(JavaSparkContext sc, String folder) throws IOException {
    return OutputCard.read(
        sc.hadoopConfiguration(),
        folder,
        ShowersCard.class,
        ShowersCard.KIND,
        ShowersCard.FORMAT_VERSION);
  }

  private static Map<String, Judged> incumbent(Configuration conf, String folder)
      throws IOException {
    if (folder.isEmpty()) {
      return Map.of();
    }
    Path file = new Path(folder, METRICS);
    FileSystem fs = file.getFileSystem(conf);
    if (!fs.exists(file)) {
      throw new UserException("incumbent %s: holds no %s; is it an evaluation?", folder, METRICS);
    }
    try (InputStream in = fs.open(file)) {
      return Json.read(in, MetricsFile.class, file.toString()).figures();
    }
  }

  /** The card without its long tables, which the page shows as charts or not at all. */
  private static JsonNode withoutTables(JsonNode card) {
    if (card instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
      object.remove(List.of("history"));
      if (object.get("transform")
          instanceof com.fasterxml.jackson.databind.node.ObjectNode transform) {
        transform.remove("totals");
      }
    }
    return card;
  }
}
