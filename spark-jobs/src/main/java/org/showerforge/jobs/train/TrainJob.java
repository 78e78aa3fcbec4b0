package org.showerforge.jobs.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.cascade.CalibrationFit;
import org.showerforge.cascade.CascadeRecipe;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.cascade.GeneratorWeights;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.data.prepare.Progress;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.ComputeChoice;
import org.showerforge.jobs.train.CheckpointFolder.Snapshot;
import org.showerforge.jobs.watch.TrainingWatch;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.TrainingSchedule;

/**
 * Purpose: learns a generator from a prepared data set.
 *
 * <p>Input: a folder that prepare wrote. Output: a folder with {@code card.json} and {@code
 * weights.bin}; checkpoints beside it. A run that was interrupted is taken up again by the same
 * command, and ends with the same bytes.
 *
 * <p>Example: {@code showerforge train --set data=prepared --set output=generator}
 */
public final class TrainJob {
  /** The files of a checkpoint. */
  public static final List<String> CHECKPOINT_FILES = CheckpointFolder.FILES;

  private static final int READ_EVENTS = 1000;

  private final JavaSparkContext sc;
  private final Configuration conf;
  private final TrainConfig config;
  private final PreparedCard data;
  private final Compute compute;
  private final Map<String, List<HistoryEntry>> history = new LinkedHashMap<>();
  private final WarmStart warmStart;
  private final Map<String, StageState> finished = new LinkedHashMap<>();

  /** Who is told of rounds. */
  private record Audience(TrainingWatch watch, Progress progress) {}

  private TrainJob(JavaSparkContext sc, TrainConfig config) throws IOException {
    this.sc = sc;
    this.conf = sc.hadoopConfiguration();
    this.config = config;
    this.data = PreparedCard.read(conf, config.data());
    data.detector().requireCalorimeter("train");
    this.warmStart = WarmStart.of(conf, config.warmStart());
    this.compute = ComputeChoice.announce(config.compute(), sc.getConf());
  }

  /**
   * Runs the job.
   *
   * @param progress is told how many iterations, of all stages and shards together, are done
   * @return the card of the generator that now lies in the output
   */
  public static GeneratorCard run(JavaSparkContext sc, TrainConfig config, Progress progress)
      throws IOException {
    return new TrainJob(sc, config).run(progress);
  }

  /**
   * Where the newest checkpoint of a training lies; after its end, the state of all its networks.
   *
   * @param output the generator's folder
   */
  public static Optional<Path> lastCheckpoint(Configuration conf, String output)
      throws IOException {
    return Checkpoints.newest(conf, output);
  }

  private GeneratorCard run(Progress progress) throws IOException {
    try (Lease lease = Lease.take(conf, config.output())) {
      StagedOutput.sweep(conf, config.output());
      return run(lease, progress);
    }
  }

  private GeneratorCard run(Lease lease, Progress progress) throws IOException {
    try (StagedOutput output = StagedOutput.create(conf, config.output())) {
      TrainingShards shards =
          TrainingShards.of(
              EventReader.read(
                  sc, EventReader.files(conf, config.data(), Split.TRAIN), READ_EVENTS),
              config.shards());
      List<Integer> sizes = shards.sizes(config.shards());
      Checkpoints checkpoints = new Checkpoints(conf, config.output(), runSha256(), lease);
      CascadeTransform transform;
      try (TrainingWatch watch = TrainingWatch.of(conf, checkpoints.folder())) {
        transform = train(shards, sizes, checkpoints, new Audience(watch, progress));
      }
      Map<String, float[]> published = new LinkedHashMap<>();
      finished.forEach((stage, state) -> published.put(stage, state.average()));
      CalibrationFit.Fitted fitted =
          shards.calibrate(config.recipe(), transform, published, compute);
      byte[] bytes = new GeneratorWeights(published, fitted.tables()).bytes();
      GeneratorCard card = card(fitted.transform(), sizes, published, Hashes.sha256(bytes));
      output.write(GeneratorArtifact.WEIGHTS, bytes);
      lease.check();
      output.commit(card);
      return card;
    }
  }

  private CascadeTransform train(
      TrainingShards shards, List<Integer> sizes, Checkpoints checkpoints, Audience audience)
      throws IOException {
    Snapshot snapshot = checkpoints.newest().orElse(null);
    DetectorSpec detector = data.detector();
    CascadeTransform transform =
        snapshot == null ? shards.fit(detector, config.recipe()) : snapshot.transform();
    if (snapshot != null) {
      finished.putAll(snapshot.finished());
      history.putAll(snapshot.history());
    }
    long total = 0;
    Map<String, StageDesign> designs = new LinkedHashMap<>();
    for (String stage : CascadeRecipe.STAGES) {
      // All of them before any training, which a mistake in the last would waste.
      StageDesign design = config.recipe().design(stage, transform);
      config.averaging().check(design);
      warmStart.state(design, stageSeed(stage));
      designs.put(stage, design);
      total += (long) config.shards() * config.recipe().stage(stage).training().iterations();
    }
    long done = 0;
    for (Map.Entry<String, StageDesign> entry : designs.entrySet()) {
      String stage = entry.getKey();
      StageDesign design = entry.getValue();
      TrainingSchedule schedule = config.recipe().stage(stage).training();
      if (!finished.containsKey(stage)) {
        long seed = stageSeed(stage);
        Averaged start =
            snapshot != null && snapshot.stage().equals(stage)
                ? snapshot.averaged()
                : Averaged.start(warmStart.state(design, seed));
        StageRun run =
            new StageRun(
                runSha256() + stage,
                design,
                schedule,
                seed,
                config.roundIterations(),
                config.checkpointRounds(),
                config.averaging(),
                compute);
        long before = done;
        long all = total;
        AveragingRounds.Position end =
            new AveragingRounds(
                    sc,
                    run,
                    shards.stage(stage, transform).cache(),
                    sizes,
                    new RoundDeadline(config.roundDeadlineSeconds()))
                .train(
                    new AveragingRounds.Position(start, history.getOrDefault(stage, List.of())),
                    (position, report) -> {
                      audience.watch().round(report);
                      history.put(stage, position.history());
                      if (run.resumableAfter(report.round(), report.iteration())) {
                        checkpoints.write(
                            new Snapshot(transform, stage, position.averaged(), history, finished));
                      }
                      audience.progress().note(report.summary());
                      audience
                          .progress()
                          .events(before + config.shards() * position.iteration(), all);
                    });
        finished.put(stage, end.state());
      }
      done += (long) config.shards() * schedule.iterations();
    }
    return transform;
  }

  private long stageSeed(String stage) {
    return org.showerforge.backend.Philox.mix(
        config.seed() * 31 + CascadeRecipe.STAGES.indexOf(stage));
  }

  /**
   * The hash of everything that decides the result: the configuration but for paths and what only
   * says when to save or to try again, and the data. With coded deltas the rounds that are saved
   * are the whole ones, and decide it too.
   */
  private String runSha256() {
    ObjectNode tree = (ObjectNode) Json.tree(config);
    tree.remove(List.of("data", "output", "warmStart", "roundDeadlineSeconds"));
    tree.put("warmStartSha256", warmStart.sha256());
    if (!config.averaging().codesDeltas()) {
      tree.remove("checkpointRounds");
    }
    tree.put("dataSha256", data.contentSha256());
    tree.put("compute", compute.configured());
    return Hashes.sha256(Json.write(tree));
  }

  private GeneratorCard card(
      CascadeTransform transform,
      List<Integer> sizes,
      Map<String, float[]> published,
      String weightsSha256) {
    Map<String, Integer> parameters = new LinkedHashMap<>();
    published.forEach((stage, weights) -> parameters.put(stage, weights.length));
    return new GeneratorCard(
        GeneratorCard.KIND,
        GeneratorCard.FORMAT_VERSION,
        Version.current(),
        Instant.now().toString(),
        config.recipe(),
        transform,
        Json.tree(config),
        new GeneratorCard.TrainingData(
            config.data(),
            data.contentSha256(),
            sizes.stream().mapToLong(Integer::longValue).sum()),
        config.seed(),
        weightsSha256,
        GeneratorCard.transformSha256(Json.tree(config.recipe()), Json.tree(transform)),
        parameters,
        GeneratorCard.Repeatability.of(
            config.averaging().needed(config.shards()) == config.shards(), history),
        history);
  }
}
