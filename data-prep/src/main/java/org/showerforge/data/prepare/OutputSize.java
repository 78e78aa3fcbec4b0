package org.showerforge.data.prepare;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.data.event.EventParquetWriter;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.detector.DetectorSpec;

/** What events take in the output, found by writing some. */
final class OutputSize {
  private static final int SAMPLE_EVENTS = 1000;

  private OutputSize() {}

  /**
   * Bytes per event of a file's first events, found by a task.
   *
   * @param source a file with events
   * @param attempts where tasks put their attempts' folders
   */
  static double bytesPerEvent(
      JavaSparkContext sc, SharedSettings shared, SourceFile source, String attempts) {
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    List<String> outcomes =
        sc.parallelize(List.of(0), 1)
            .map(
                zero ->
                    Outcome.of(
                        () -> {
                          Path folder = StagedOutput.attemptFolder(attempts, TaskContext.get());
                          return bytesPerEvent(
                              conf.value(), shared, source, new Path(folder, "sample.parquet"));
                        }))
            .collect();
    return Outcome.reports(outcomes, Double.class).get(0);
  }

  private static double bytesPerEvent(
      Configuration conf, SharedSettings shared, SourceFile source, Path scratch)
      throws IOException {
    DetectorSpec detector = shared.detector();
    EventMapping mapping = shared.mapping();
    int conditionWidth = detector.conditions().size();
    int responseWidth = detector.responseWidth();
    long wanted = Math.min(source.events(), SAMPLE_EVENTS);
    try (MappedSource raw = mapping.open(conf, new Path(source.path()), source.index(), wanted)) {
      MappedEvents events = raw.read(0, Math.min(wanted, raw.slabEvents()));
      try (EventParquetWriter writer =
          new EventParquetWriter(conf, scratch, conditionWidth, responseWidth)) {
        for (int i = 0; i < events.size(); i++) {
          writer.write(
              i,
              events.conditions(),
              i * conditionWidth,
              events.response(),
              i * responseWidth,
              events.weights()[i]);
        }
      }
      double bytes = scratch.getFileSystem(conf).getFileStatus(scratch).getLen();
      return bytes / events.size();
    }
  }
}
