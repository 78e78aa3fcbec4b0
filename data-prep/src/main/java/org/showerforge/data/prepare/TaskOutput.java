package org.showerforge.data.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
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
import org.showerforge.data.prepare.TaskReport.WrittenFile;
import org.showerforge.detector.DetectorSpec;

/** The files of one task attempt: up to one Parquet file per split, and one of rejected events. */
final class TaskOutput implements AutoCloseable {
  static final String QUARANTINE_FOLDER = "quarantine";

  private static final ObjectMapper JSON_LINE = new ObjectMapper();

  private final Configuration conf;
  private final Path folder;
  private final PrepareTask task;
  private final int conditionWidth;
  private final int responseWidth;
  private final Map<Split, EventParquetWriter> writers = new EnumMap<>(Split.class);
  private final Map<Rule, Long> rejected = new EnumMap<>(Rule.class);
  private @Nullable BufferedWriter quarantine;
  private String firstRejected = "";
  private long empty;

  TaskOutput(Configuration conf, Path folder, PrepareTask task, DetectorSpec detector) {
    this.conf = conf;
    this.folder = folder;
    this.task = task;
    this.conditionWidth = detector.conditions().size();
    this.responseWidth = detector.responseWidth();
  }

  /** A rejected event, as it stands in the quarantine. */
  record Rejected(String file, long index, String rule, String detail) {}

  void accept(Split split, long eventId, float[] conditions, float[] response, int event)
      throws IOException {
    EventParquetWriter writer = writers.get(split);
    if (writer == null) {
      writer =
          new EventParquetWriter(
              conf, new Path(folder, name(split)), conditionWidth, responseWidth);
      writers.put(split, writer);
    }
    writer.write(eventId, conditions, event * conditionWidth, response, event * responseWidth, 1f);
  }

  void countEmpty() {
    empty++;
  }

  void reject(long index, EventValidator.Breach breach) throws IOException {
    BufferedWriter out = quarantine;
    if (out == null) {
      Path path = new Path(folder, quarantineName());
      out =
          new BufferedWriter(
              new OutputStreamWriter(
                  path.getFileSystem(conf).create(path, false), StandardCharsets.UTF_8));
      quarantine = out;
    }
    String line =
        json(new Rejected(task.file().path(), index, breach.rule().label(), breach.detail()));
    if (rejected.isEmpty()) {
      firstRejected = line;
    }
    rejected.merge(breach.rule(), 1L, Long::sum);
    out.write(line);
    out.write('\n');
  }

  /** Completes the files and reports them. */
  TaskReport finish() throws IOException {
    List<WrittenFile> files = new ArrayList<>();
    Map<Split, Long> accepted = new EnumMap<>(Split.class);
    for (Map.Entry<Split, EventParquetWriter> entry : writers.entrySet()) {
      EventParquetWriter writer = entry.getValue();
      writer.close();
      String name = name(entry.getKey());
      files.add(
          new WrittenFile(
              new Path(folder, name).toString(), name, writer.events(), writer.sha256()));
      accepted.put(entry.getKey(), writer.events());
    }
    writers.clear();
    BufferedWriter out = quarantine;
    if (out != null) {
      quarantine = null;
      out.close();
    }
    return new TaskReport(
        task.source(),
        task.to() - task.from(),
        empty,
        accepted,
        rejected,
        firstRejected,
        files,
        out == null ? "" : new Path(folder, quarantineName()).toString());
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
  }

  private String name(Split split) {
    return split.folder() + "/" + part() + EventSchema.FILE_SUFFIX;
  }

  private String quarantineName() {
    return quarantineName(task.index());
  }

  static String quarantineName(int taskIndex) {
    return QUARANTINE_FOLDER + "/" + part(taskIndex) + ".jsonl";
  }

  private String part() {
    return part(task.index());
  }

  private static String part(int taskIndex) {
    return String.format(Locale.ROOT, "part-%06d", taskIndex);
  }

  private static String json(Rejected rejected) {
    try {
      return JSON_LINE.writeValueAsString(rejected);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
