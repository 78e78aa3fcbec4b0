package org.showerforge.data.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.event.EventParquetWriter;
import org.showerforge.data.event.EventSchema;
import org.showerforge.data.event.Split;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.prepare.TaskReport.RangeCounts;
import org.showerforge.data.prepare.TaskReport.WrittenFile;
import org.showerforge.data.statistics.EventStatistics;
import org.showerforge.detector.DetectorSpec;

/**
 * The files of one task attempt: Parquet files per split, one of rejected events, one of
 * fingerprints, and the statistics of all accepted events.
 */
final class TaskOutput implements AutoCloseable {
  static final String QUARANTINE_FOLDER = "quarantine";

  private static final ObjectMapper JSON_LINE = new ObjectMapper();
  private static final double BYTES_PER_MB = 1 << 20;

  /** A file may outgrow the configured size by so much, where it would leave a small rest. */
  private static final double TOLERANCE = 1.25;

  private final Configuration conf;
  private final Path folder;
  private final int part;
  private final long fileBytes;
  private final int conditionWidth;
  private final int responseWidth;
  private final boolean fingerprinting;
  private final EventStatistics statistics;
  private final Map<Split, EventParquetWriter> writers = new EnumMap<>(Split.class);
  private final Map<Split, List<WrittenFile>> finished = new EnumMap<>(Split.class);
  private final List<RangeCounts> ranges = new ArrayList<>();
  private final long[] cuts;
  private final Map<Split, Long> accepted = new EnumMap<>(Split.class);
  private @Nullable BufferedWriter quarantine;
  private Fingerprints.@Nullable Writer fingerprints;
  private String firstRejected = "";
  private long empty;
  private Tally tally = new Tally(new PrepareTask.Range(0, 0, 0), "");

  TaskOutput(
      Configuration conf, Path folder, int part, PrepareConfig config, DetectorSpec detector) {
    this.conf = conf;
    this.folder = folder;
    this.part = part;
    this.fileBytes = (long) (config.fileMB() * BYTES_PER_MB * TOLERANCE);
    this.conditionWidth = detector.conditions().size();
    this.responseWidth = detector.responseWidth();
    this.fingerprinting = config.rules().rejectDuplicates();
    this.statistics = new EventStatistics(detector);
    this.cuts = new long[config.cuts().size()];
  }

  /** A rejected event, as it stands in the quarantine. */
  record Rejected(String file, long index, String rule, String detail) {}

  /** What became of the events of the range that is being read. */
  private static final class Tally {
    private final PrepareTask.Range range;
    private final String file;
    private final Map<Rule, Long> rejected = new EnumMap<>(Rule.class);
    private long cut;
    private long accepted;

    Tally(PrepareTask.Range range, String file) {
      this.range = range;
      this.file = file;
    }

    RangeCounts counts() {
      return new RangeCounts(
          range.source(), range.to() - range.from(), cut, accepted, new EnumMap<>(rejected));
    }
  }

  /** Begins with the events of a range. */
  void begin(PrepareTask.Range range, SourceFile file) {
    endRange();
    tally = new Tally(range, file.path());
  }

  private void endRange() {
    if (!tally.file.isEmpty()) {
      ranges.add(tally.counts());
    }
  }

  void cut(int cut) {
    cuts[cut]++;
    tally.cut++;
  }

  void accept(Split split, long eventId, MappedEvents events, int event, boolean isEmpty)
      throws IOException {
    EventParquetWriter writer = writers.get(split);
    if (writer == null) {
      Path path = new Path(folder, name(split, finished(split).size()));
      writer = new EventParquetWriter(conf, path, conditionWidth, responseWidth);
      writers.put(split, writer);
    }
    float[] conditions = events.conditions();
    float[] response = events.response();
    writer.write(
        eventId,
        conditions,
        event * conditionWidth,
        response,
        event * responseWidth,
        events.weights()[event]);
    if (writer.bytes() > fileBytes) {
      finish(split);
    }
    if (fingerprinting && !isEmpty) {
      if (fingerprints == null) {
        fingerprints = new Fingerprints.Writer(conf, new Path(folder, fingerprintsName(part)));
      }
      fingerprints.write(
          eventId,
          conditions,
          conditionWidth,
          response,
          responseWidth,
          events.weights()[event],
          event);
    }
    statistics.add(
        conditions,
        event * conditionWidth,
        response,
        event * responseWidth,
        events.weights()[event]);
    tally.accepted++;
    accepted.merge(split, 1L, Long::sum);
    empty += isEmpty ? 1 : 0;
  }

  void reject(long index, EventValidator.Breach breach) throws IOException {
    BufferedWriter out = quarantine;
    if (out == null) {
      Path path = new Path(folder, quarantineName(part));
      out =
          new BufferedWriter(
              new OutputStreamWriter(
                  path.getFileSystem(conf).create(path, false), StandardCharsets.UTF_8));
      quarantine = out;
    }
    String line = json(new Rejected(tally.file, index, breach.rule().label(), breach.detail()));
    if (firstRejected.isEmpty()) {
      firstRejected = line;
    }
    tally.rejected.merge(breach.rule(), 1L, Long::sum);
    out.write(line);
    out.write('\n');
  }

  /** Completes the files and reports them. */
  TaskReport finish() throws IOException {
    endRange();
    for (Split split : List.copyOf(writers.keySet())) {
      finish(split);
    }
    BufferedWriter rejections = quarantine;
    if (rejections != null) {
      quarantine = null;
      rejections.close();
    }
    Fingerprints.Writer prints = fingerprints;
    if (prints != null) {
      fingerprints = null;
      prints.close();
    }
    List<WrittenFile> files = new ArrayList<>();
    finished.values().forEach(files::addAll);
    List<Long> stopped = new ArrayList<>();
    for (long cut : cuts) {
      stopped.add(cut);
    }
    return new TaskReport(
        List.copyOf(ranges),
        stopped,
        empty,
        accepted,
        firstRejected,
        files,
        rejections == null ? "" : new Path(folder, quarantineName(part)).toString(),
        prints == null ? "" : new Path(folder, fingerprintsName(part)).toString(),
        writeStatistics());
  }

  private String writeStatistics() throws IOException {
    Path path = new Path(folder, "statistics.bin");
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(path.getFileSystem(conf).create(path, false)))) {
      statistics.write(out);
    }
    return path.toString();
  }

  private void finish(Split split) throws IOException {
    EventParquetWriter writer = writers.remove(split);
    if (writer == null) {
      return;
    }
    writer.close();
    String name = name(split, finished(split).size());
    finished(split)
        .add(
            new WrittenFile(
                new Path(folder, name).toString(), name, writer.events(), writer.sha256()));
  }

  private List<WrittenFile> finished(Split split) {
    return finished.computeIfAbsent(split, s -> new ArrayList<>());
  }

  /** Closes what a failure left open; nobody will look at it. */
  @Override
  public void close() throws IOException {
    for (EventParquetWriter writer : writers.values()) {
      writer.close();
    }
    if (quarantine != null) {
      quarantine.close();
    }
    if (fingerprints != null) {
      fingerprints.close();
    }
  }

  private String name(Split split, int number) {
    String suffix = number == 0 ? "" : String.format(Locale.ROOT, "-%04d", number);
    return split.folder() + "/" + name(part) + suffix + EventSchema.FILE_SUFFIX;
  }

  static String quarantineName(int part) {
    return QUARANTINE_FOLDER + "/" + name(part) + ".jsonl";
  }

  static String fingerprintsName(int part) {
    return Fingerprints.FOLDER + "/" + name(part) + ".bin";
  }

  private static String name(int part) {
    return String.format(Locale.ROOT, "part-%06d", part);
  }

  private static String json(Rejected rejected) {
    try {
      return JSON_LINE.writeValueAsString(rejected);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
