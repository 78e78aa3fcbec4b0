package org.showerforge.data.prepare;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.event.SplitFractions;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.detector.DetectorSpec;

/**
 * Reads ranges of raw files slab by slab, validates, and writes what is accepted: Spark-free.
 *
 * @param part the task's number, which names its files
 * @param ranges what it reads, in this order
 */
record PrepareTask(int part, List<Range> ranges) implements Serializable {

  /**
   * Successive events of a raw file.
   *
   * @param source index of the raw file
   * @param from the first
   * @param to the event after the last
   */
  record Range(int source, long from, long to) implements Serializable {}

  /**
   * Does the work.
   *
   * @param sources all raw files
   * @param duplicates ids of events that equal earlier ones, sorted
   * @param folder this attempt's own folder
   * @param done is told of events as they are finished
   */
  TaskReport run(
      Configuration conf,
      SharedSettings shared,
      List<SourceFile> sources,
      long[] duplicates,
      Path folder,
      LongConsumer done)
      throws IOException {
    PrepareConfig config = shared.config();
    DetectorSpec detector = shared.detector();
    EventMapping mapping = shared.mapping();
    EventValidator validator = new EventValidator(detector, config.rules());
    try (TaskOutput output = new TaskOutput(conf, folder, part, config, detector)) {
      for (Range range : ranges) {
        SourceFile file = sources.get(range.source);
        Path path = new Path(file.path());
        checkUnchanged(path.getFileSystem(conf), path, file);
        output.begin(range, file);
        try (MappedSource raw = mapping.open(conf, path, file.index(), range.to - range.from)) {
          read(raw, range, file, validator, duplicates, config.split(), output, done);
        }
      }
      return output.finish();
    }
  }

  @SuppressWarnings("checkstyle:ParameterNumber") // All of run's; a class for them would say less.
  private static void read(
      MappedSource raw,
      Range range,
      SourceFile file,
      EventValidator validator,
      long[] duplicates,
      SplitFractions fractions,
      TaskOutput output,
      LongConsumer done)
      throws IOException {
    for (long start = range.from; start < range.to; start += raw.slabEvents()) {
      MappedEvents events = raw.read(start, Math.min(start + raw.slabEvents(), range.to));
      for (int i = 0; i < events.size(); i++) {
        if (events.fault(i) == null && events.stoppedBy(i) != MappedEvents.PASSED) {
          output.cut(events.stoppedBy(i));
          continue;
        }
        Optional<EventValidator.Breach> breach = validator.check(events, i);
        long eventId = file.firstEventId() + start + i;
        if (breach.isEmpty() && Arrays.binarySearch(duplicates, eventId) >= 0) {
          breach =
              Optional.of(
                  new EventValidator.Breach(Rule.UNIQUE, "equals an earlier event in all numbers"));
        }
        if (breach.isPresent()) {
          output.reject(start + i, breach.get());
        } else {
          boolean empty = validator.isEmpty(events.response(), i);
          output.accept(fractions.splitOf(eventId), eventId, events, i, empty);
        }
      }
      done.accept(events.size());
    }
  }

  private static void checkUnchanged(FileSystem fs, Path path, SourceFile file) throws IOException {
    if (fs.getFileStatus(path).getLen() != file.bytes()) {
      throw new UserException(
          "%s: changed its length while it was being prepared; wait until it is complete", path);
    }
  }
}
