package org.showerforge.data.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.SourceIndex;
import org.showerforge.detector.DetectorSpec;

/**
 * Turns raw files into a prepared data set.
 *
 * <p>Input: raw files of one format, with events of one detector. Two of them must not have the
 * same content: their events would count twice, under the same ids.
 *
 * <p>Output: a folder with {@code events/split=train|validation|test/part-*.parquet} (see {@link
 * org.showerforge.data.event.EventSchema}), {@code quarantine/part-*.jsonl} if events broke a rule,
 * and {@code card.json} (see {@link PreparedCard}). It appears as a whole, or not at all.
 *
 * <p>Files are hashed and counted first, then cut into ranges of {@code eventsPerTask} events; each
 * range is one task and writes files named after it. So the same files and configuration give the
 * same bytes in the same files on any number of cores.
 */
public final class PrepareJob {
  private final JavaSparkContext sc;
  private final Configuration conf;
  private final PrepareConfig config;
  private final RawFormat format;
  private final DetectorSpec detector;
  private final SerializableConfiguration shippedConf;
  private final String detectorJson;
  private final String configJson;

  private PrepareJob(JavaSparkContext sc, PrepareConfig config) {
    this.sc = sc;
    this.conf = sc.hadoopConfiguration();
    this.config = config;
    this.format = RawFormat.named(config.format());
    this.detector = config.resolvedDetector();
    this.shippedConf = new SerializableConfiguration(conf);
    this.configJson = new String(Json.write(config), StandardCharsets.UTF_8);
    config.eventMapping(detector);
    this.detectorJson = new String(Json.write(detector), StandardCharsets.UTF_8);
  }

  /**
   * Runs the job.
   *
   * @param progress is told now and then how many events are done
   * @return the card that now lies in the output
   */
  public static PreparedCard run(JavaSparkContext sc, PrepareConfig config, Progress progress)
      throws IOException {
    return new PrepareJob(sc, config).run(progress);
  }

  private PreparedCard run(Progress progress) throws IOException {
    try (StagedOutput output = StagedOutput.create(conf, config.output())) {
      List<SourceFile> sources = scan(InputFiles.list(conf, config.input(), format));
      refuseTwins(sources);
      List<TaskReport> reports = prepare(sources, plan(sources), output.attempts(), progress);
      Ledger ledger = new Ledger(sources, reports);
      PreparedCard.Counts counts = ledger.counts();
      ledger.checkQuality(counts, config.maxRejectedFraction());
      PreparedCard card =
          new PreparedCard(
              PreparedCard.KIND,
              PreparedCard.FORMAT_VERSION,
              Version.current(),
              Instant.now().toString(),
              detector,
              config,
              ledger.sources(),
              counts,
              place(reports, output));
      output.commit(card);
      return card;
    }
  }

  /** Hashes and counts all files, in parallel. */
  private List<SourceFile> scan(List<String> files) {
    PrepareTask.Shared shared = shared();
    SerializableConfiguration shipped = shippedConf;
    List<String> outcomes =
        sc.parallelize(files, files.size())
            .map(file -> Outcome.of(() -> scan(shipped.value(), file, shared.mapping())))
            .collect();
    return reports(outcomes, SourceFile.class);
  }

  private PrepareTask.Shared shared() {
    return new PrepareTask.Shared(configJson, detectorJson);
  }

  private static SourceFile scan(Configuration conf, String file, EventMapping mapping)
      throws IOException {
    Path path = new Path(file);
    FileSystem fs = path.getFileSystem(conf);
    SourceIndex index = mapping.scan(conf, path);
    try (InputStream in = fs.open(path)) {
      return new SourceFile(file, fs.getFileStatus(path).getLen(), Hashes.sha256(in), index);
    }
  }

  private static void refuseTwins(List<SourceFile> sources) {
    Map<String, String> seen = new HashMap<>();
    for (SourceFile source : sources) {
      String twin = seen.put(source.sha256(), source.path());
      if (twin != null) {
        throw new UserException(
            "input %s and %s have the same content, so their events would count twice; name one of"
                + " them",
            twin, source.path());
      }
    }
  }

  private List<PrepareTask> plan(List<SourceFile> sources) {
    List<PrepareTask> tasks = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      SourceFile file = sources.get(i);
      for (long from = 0; from < file.events(); from += config.eventsPerTask()) {
        long to = from + Math.min(config.eventsPerTask(), file.events() - from);
        tasks.add(new PrepareTask(tasks.size(), i, file, from, to));
      }
    }
    if (tasks.isEmpty()) {
      throw new UserException(
          "input %s: the %d files have no event; name files with events",
          config.input(), sources.size());
    }
    return tasks;
  }

  private List<TaskReport> prepare(
      List<SourceFile> sources, List<PrepareTask> tasks, String attempts, Progress progress) {
    SerializableConfiguration shipped = shippedConf;
    PrepareTask.Shared shared = shared();
    LongAccumulator done = sc.sc().longAccumulator("events prepared");
    long total = sources.stream().mapToLong(SourceFile::events).sum();
    List<Integer> numbers = tasks.stream().map(PrepareTask::index).toList();
    List<String> outcomes =
        Progress.await(
            sc.parallelize(numbers, numbers.size())
                .map(
                    number ->
                        Outcome.of(
                            () ->
                                tasks
                                    .get(number)
                                    .run(
                                        shipped.value(),
                                        shared,
                                        StagedOutput.attemptFolder(attempts, TaskContext.get()),
                                        done::add)))
                .collectAsync(),
            () -> progress.events(Math.min(done.value(), total), total));
    progress.events(total, total);
    return reports(outcomes, TaskReport.class);
  }

  private static <T> List<T> reports(List<String> outcomes, Class<T> type) {
    List<String> errors = outcomes.stream().map(Outcome::error).filter(Objects::nonNull).toList();
    if (!errors.isEmpty()) {
      throw new UserException(
          "%s%s",
          errors.get(0),
          errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more like it)");
    }
    return outcomes.stream().map(outcome -> Outcome.report(outcome, type)).toList();
  }

  /** Moves the finished files into place and lists them. */
  private static List<PreparedCard.DataFile> place(List<TaskReport> reports, StagedOutput output)
      throws IOException {
    List<PreparedCard.DataFile> files = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      TaskReport report = reports.get(i);
      for (TaskReport.WrittenFile file : report.files()) {
        output.accept(file.attemptFile(), file.name());
        files.add(new PreparedCard.DataFile(file.name(), file.events(), file.sha256()));
      }
      if (!report.quarantine().isEmpty()) {
        output.accept(report.quarantine(), TaskOutput.quarantineName(i));
      }
    }
    files.sort(Comparator.comparing(PreparedCard.DataFile::path));
    return files;
  }
}
