package org.showerforge.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.OutputCard;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.data.prepare.Progress;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.generate.OutputFormat;
import org.showerforge.jobs.generate.ShowersCard;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.EvaluationSettings;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.report.MetricsFile;
import org.showerforge.report.ReportFacts;
import org.showerforge.report.ReportInput;
import org.showerforge.report.ReportPage;
import org.showerforge.report.StageHistory;

/**
 * Purpose: says how far generated showers are from Monte Carlo ones.
 *
 * <p>Input: showers that generate wrote, a prepared data set whose test split no training has seen,
 * and the generator for its card. Output: {@code metrics.json} and a self-contained {@code
 * report.html}.
 *
 * <p>Example: {@code showerforge evaluate --set showers=showers --set reference=prepared --set
 * output=report}
 */
public final class EvaluateJob {
  /** The file of the page. */
  public static final String REPORT = "report.html";

  /** The file of the figures. */
  public static final String METRICS = "metrics.json";

  private static final int STEPS = 5;

  private EvaluateJob() {}

  /** The card of an evaluation: what was compared, by what. */
  private record EvaluationCard(
      String kind,
      int formatVersion,
      String showerforge,
      String created,
      EvaluateConfig configuration) {}

  /**
   * Runs the job; the figures now lie in the output.
   *
   * @param progress is told of five steps: three samples read, comparison made, report written
   */
  public static Evaluation run(JavaSparkContext sc, EvaluateConfig config, Progress progress)
      throws IOException {
    Configuration conf = sc.hadoopConfiguration();
    ShowersCard showers = showersCard(sc, config.showers());
    if (showers.configuration().format() != OutputFormat.PARQUET) {
      throw new UserException(
          "%s holds HDF5; evaluate reads Parquet: prepare it, or generate with format=parquet",
          config.showers());
    }
    PreparedCard prepared = PreparedCard.read(conf, config.reference());
    DetectorSpec detector = prepared.detector();
    detector.requireCalorimeter("evaluate");
    if (!showers.detector().layers().equals(detector.layers())) {
      throw new UserException(
          "%s is of detector %s, %s of %s; compare data of one detector",
          config.showers(), showers.detector().name(), config.reference(), detector.name());
    }
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
    try (StagedOutput output = StagedOutput.create(conf, config.output())) {
      ShowerSample reference = split(sc, config, prepared, Split.TEST);
      progress.events(1, STEPS);
      ShowerSample second = split(sc, config, prepared, Split.TRAIN);
      progress.events(2, STEPS);
      List<String> files = EventReader.files(conf, config.showers());
      ShowerSample generated =
          BoundedSample.of(sc, detector, files, showers.events(), config.maxEvents());
      progress.events(3, STEPS);
      EvaluationSettings settings =
          new EvaluationSettings(config.seed(), Math.max(1, sc.defaultParallelism()));
      Evaluation evaluation = Evaluation.of(reference, second, generated, settings);
      progress.events(4, STEPS);
      cards.put("showers", Json.tree(showers));
      cards.put("prepared data", Json.tree(prepared));
      ReportFacts facts =
          new ReportFacts(
              config.generator().isEmpty() ? config.showers() : config.generator(),
              config.label(),
              Version.current(),
              showers.perMinute());
      output.write(METRICS, MetricsFile.of(facts, evaluation).toJson());
      output.write(
          REPORT,
          ReportPage.render(new ReportInput(facts, evaluation, histories, cards))
              .getBytes(StandardCharsets.UTF_8));
      output.commit(
          new EvaluationCard("evaluation", 1, Version.current(), Instant.now().toString(), config));
      progress.events(STEPS, STEPS);
      return evaluation;
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

  private static ShowerSample split(
      JavaSparkContext sc, EvaluateConfig config, PreparedCard prepared, Split split)
      throws IOException {
    List<String> files = EventReader.files(sc.hadoopConfiguration(), config.reference(), split);
    long total = prepared.counts().bySplit().getOrDefault(split.label(), 0L);
    return BoundedSample.of(sc, prepared.detector(), files, total, config.maxEvents());
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
