package org.showerforge.data.prepare;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.event.SplitFractions;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.RawSource;
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
   * What all tasks share.
   *
   * @param detectorJson the detector, as JSON because it travels to executors
   */
  record Shared(String detectorJson, RawFormat format, SplitFractions split, int slabEvents)
      implements Serializable {}

  /**
   * Does the work.
   *
   * @param folder this attempt's own folder
   * @param done is told of events as they are finished
   */
  TaskReport run(
      Configuration conf, Shared shared, DetectorSpec detector, Path folder, LongConsumer done)
      throws IOException {
    Path path = new Path(file.path());
    checkUnchanged(path.getFileSystem(conf), path);
    EventValidator validator = new EventValidator(detector);
    int slabEvents = (int) Math.min(shared.slabEvents(), to - from);
    float[] conditions = new float[slabEvents * detector.conditions().size()];
    float[] response = new float[Math.multiplyExact(slabEvents, detector.responseWidth())];
    try (RawSource raw = shared.format().open(conf, path, detector);
        TaskOutput output = new TaskOutput(conf, folder, this, detector)) {
      for (long start = from; start < to; start += slabEvents) {
        long end = Math.min(start + slabEvents, to);
        raw.read(start, end, conditions, response);
        for (int i = 0; i < end - start; i++) {
          Optional<EventValidator.Breach> breach = validator.check(conditions, response, i);
          if (breach.isPresent()) {
            output.reject(start + i, breach.get());
            continue;
          }
          long eventId = file.firstEventId() + start + i;
          output.accept(shared.split().splitOf(eventId), eventId, conditions, response, i);
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
