package org.showerforge.data.prepare;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.event.SplitFractions;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.detector.DetectorSpec;

/**
 * Reads a range of one raw file slab by slab, validates, and writes what is accepted: Spark-free.
 *
 * @param index the task's number, which names its files
 * @param source index of the raw file
 * @param file the raw file
 * @param from its first event for this task
 * @param to the event after the last
 */
record PrepareTask(int index, int source, SourceFile file, long from, long to)
    implements Serializable {

  /**
   * What all tasks share, as JSON because it travels to executors.
   *
   * @param configJson the configuration
   * @param detectorJson the detector, resolved
   */
  record Shared(String configJson, String detectorJson) implements Serializable {
    PrepareConfig config() {
      return read(configJson, PrepareConfig.class);
    }

    DetectorSpec detector() {
      return read(detectorJson, DetectorSpec.class);
    }

    EventMapping mapping() {
      return config().eventMapping(detector());
    }

    private static <T> T read(String json, Class<T> type) {
      return Json.read(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
          type,
          type.getSimpleName());
    }
  }

  /**
   * Does the work.
   *
   * @param folder this attempt's own folder
   * @param done is told of events as they are finished
   */
  TaskReport run(Configuration conf, Shared shared, Path folder, LongConsumer done)
      throws IOException {
    Path path = new Path(file.path());
    checkUnchanged(path.getFileSystem(conf), path);
    DetectorSpec detector = shared.detector();
    SplitFractions fractions = shared.config().split();
    EventValidator validator = new EventValidator(detector);
    try (MappedSource raw = shared.mapping().open(conf, path, file.index(), to - from);
        TaskOutput output = new TaskOutput(conf, folder, this, detector)) {
      for (long start = from; start < to; start += raw.slabEvents()) {
        long end = Math.min(start + raw.slabEvents(), to);
        MappedEvents events = raw.read(start, end);
        float[] conditions = events.conditions();
        float[] response = events.response();
        for (int i = 0; i < end - start; i++) {
          Optional<EventValidator.Breach> breach = validator.check(conditions, response, i);
          if (breach.isPresent()) {
            output.reject(start + i, breach.get());
            continue;
          }
          long eventId = file.firstEventId() + start + i;
          output.accept(fractions.splitOf(eventId), eventId, conditions, response, i);
          if (validator.isEmpty(response, i)) {
            output.countEmpty();
          }
        }
        done.accept(end - start);
      }
      return output.finish();
    }
  }

  private void checkUnchanged(FileSystem fs, Path path) throws IOException {
    if (fs.getFileStatus(path).getLen() != file.bytes()) {
      throw new UserException(
          "%s: changed its length while it was being prepared; wait until it is complete", path);
    }
  }
}
