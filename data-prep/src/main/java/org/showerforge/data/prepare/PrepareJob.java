package org.showerforge.data.prepare;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.card.Version;
import org.showerforge.data.output.Lease;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.statistics.EventStatistics;
import org.showerforge.detector.DetectorSpec;

/**
 * Turns raw files into a prepared data set, or adds new files to one.
 *
 * <p>Input: raw files of one format, with events of one detector.
 *
 * <p>Output: a folder with {@code events/split=train|validation|test/part-*.parquet} (see {@link
 * org.showerforge.data.event.EventSchema}), {@code quarantine/part-*.jsonl} if events broke a rule,
 * {@code fingerprints/part-*.bin}, {@code statistics-*.bin}, and {@code card.json} (see {@link
 * PreparedCard}). It appears as a whole, or not at all. If it is there already, files whose content
 * is not in it yet are added, by the same configuration; events that are in it stay as they are.
 * One run at a time may write it.
 *
 * <p>Files are hashed and counted first ({@link Scan}), then dealt to tasks ({@link Plan}), which
 * write files named after them. So the same files and configuration give the same bytes in the same
 * files on any number of cores.
 */
public final class PrepareJob {
  private final JavaSparkContext sc;
  private final Configuration conf;
  private final PrepareConfig config;
  private final DetectorSpec detector;
  private final SharedSettings shared;

  private PrepareJob(JavaSparkContext sc, PrepareConfig config) {
    this.sc = sc;
    this.conf = sc.hadoopConfiguration();
    this.config = config;
    this.detector = config.resolvedDetector();
    // Whatever does not fit is to be known before any file is read.
    config.eventMapping(detector);
    this.shared = SharedSettings.of(config, detector);
  }

  /**
   * What a run did.
   *
   * @param card the card that now lies in the output
   * @param added events that this run added
   * @param newFiles files that it read
   * @param knownFiles files whose content was in the data set, or in another file, already
   */
  public record Result(PreparedCard card, long added, int newFiles, int knownFiles) {}

  /**
   * Runs the job.
   *
   * @param stages is told of two: megabytes hashed, events prepared
   */
  public static Result run(JavaSparkContext sc, PrepareConfig config, Progress.Stages stages)
      throws IOException {
    return new PrepareJob(sc, config).run(stages);
  }

  private Result run(Progress.Stages stages) throws IOException {
    List<String> files = InputFiles.list(conf, config.input(), RawFormat.named(config.format()));
    try (Lease lease = Lease.take(conf, config.output())) {
      StagedOutput.sweep(conf, config.output());
      Path output = new Path(config.output());
      boolean isNew = !output.getFileSystem(conf).exists(output);
      PreparedCard before = isNew ? empty() : existing();
      Scan scan = Scan.of(sc, shared, files, before.sources(), stages);
      if (!isNew && scan.fresh().isEmpty()) {
        return new Result(before, 0, 0, scan.known());
      }
      try (StagedOutput staged =
          isNew
              ? StagedOutput.create(conf, config.output())
              : StagedOutput.extend(conf, config.output())) {
        PreparedCard card = write(scan.fresh(), before, staged, stages);
        lease.check();
        staged.commit(card);
        if (!isNew && !card.statisticsFile().equals(before.statisticsFile())) {
          staged.discard(before.statisticsFile().path());
        }
        long added = card.counts().out() - before.counts().out();
        return new Result(card, added, scan.fresh().size(), scan.known());
      }
    }
  }

  /** The card of a data set that has nothing yet. */
  private PreparedCard empty() {
    String now = Instant.now().toString();
    return new PreparedCard(
        PreparedCard.KIND,
        PreparedCard.FORMAT_VERSION,
        Version.current(),
        now,
        now,
        detector,
        config,
        List.of(),
        new PreparedCard.Counts(0, 0, 0, 0, 0, Map.of(), Map.of()),
        config.cuts().stream().map(cut -> new PreparedCard.CutStep(cut, 0, 0)).toList(),
        List.of(),
        List.of(),
        List.of(),
        new PreparedCard.StatisticsFile("", ""),
        new EventStatistics(detector).summary(),
        0);
  }

  /** The card of the data set that is to be added to. */
  private PreparedCard existing() throws IOException {
    Path file = new Path(config.output(), StagedOutput.CARD);
    if (!file.getFileSystem(conf).exists(file)) {
      throw new UserException(
          "output %s: exists already and has no %s, so it is no data set to add to; name another"
              + " folder or delete it",
          config.output(), StagedOutput.CARD);
    }
    PreparedCard card = PreparedCard.read(conf, config.output());
    String key = card.configuration().differsIn(config);
    if (key == null && !card.detector().equals(detector)) {
      key = "detector (or energyRangeGeV)";
    }
    if (key != null) {
      throw new UserException(
          "output %s: was prepared with another %s, so nothing can be added to it; name another"
              + " folder or delete it",
          config.output(), key);
    }
    return card;
  }

  private PreparedCard write(
      List<SourceFile> sources, PreparedCard before, StagedOutput output, Progress.Stages stages)
      throws IOException {
    List<PrepareTask> tasks = plan(sources, before.parts(), output);
    Preparation preparation = new Preparation(sc, shared, sources, output.attempts());
    List<TaskReport> reports;
    try (Progress progress = stages.begin("prepare", "events")) {
      reports = preparation.run(tasks, progress);
    }
    if (config.rules().rejectDuplicates()) {
      List<String> fingerprints =
          before.fingerprints().stream()
              .map(name -> new Path(config.output(), name).toString())
              .toList();
      reports = preparation.withoutDuplicates(tasks, reports, fingerprints, before.counts().out());
    }
    Ledger ledger = new Ledger(sources, reports, before);
    ledger.checkQuality(config.maxRejectedFraction());
    EventStatistics statistics =
        before.parts() == 0
            ? new EventStatistics(detector)
            : StoredStatistics.read(conf, config.output(), before);
    StoredStatistics.merge(
        conf, reports.stream().map(TaskReport::statistics).toList(), detector, statistics);
    Placed placed = new Placed(output, before);
    for (int i = 0; i < tasks.size(); i++) {
      placed.add(tasks.get(i).part(), reports.get(i));
    }
    int parts = before.parts() + tasks.size();
    return new PreparedCard(
        PreparedCard.KIND,
        PreparedCard.FORMAT_VERSION,
        Version.current(),
        before.created(),
        Instant.now().toString(),
        detector,
        config,
        ledger.sources(),
        ledger.counts(),
        ledger.cutFlow(),
        placed.files(),
        placed.quarantine(),
        placed.fingerprints(),
        StoredStatistics.write(output, statistics, parts),
        statistics.summary(),
        parts);
  }

  private List<PrepareTask> plan(List<SourceFile> sources, int firstPart, StagedOutput output)
      throws IOException {
    Optional<SourceFile> sample = sources.stream().filter(file -> file.events() > 0).findFirst();
    if (sample.isEmpty()) {
      if (firstPart > 0) {
        return List.of();
      }
      throw new UserException(
          "input %s: the %d files have no event; name files with events",
          config.input(), sources.size());
    }
    double bytesPerEvent = OutputSize.bytesPerEvent(sc, shared, sample.get(), output.attempts());
    return Plan.of(sources, config, firstPart, bytesPerEvent);
  }
}
