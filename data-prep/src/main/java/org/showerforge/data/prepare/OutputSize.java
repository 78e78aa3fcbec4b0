package org.showerforge.data.prepare;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.data.event.EventParquetWriter;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.detector.DetectorSpec;

/** What events take in the output, found by writing some. */
final class OutputSize {
  private static final int SAMPLE_EVENTS = 1000;

  private OutputSize() {}

  /**
   * Bytes per event of a file's first events.
   *
   * @param source a file with events
   * @param scratch a file to write, which nobody else uses
   */
  static double bytesPerEvent(
      Configuration conf,
      SourceFile source,
      EventMapping mapping,
      DetectorSpec detector,
      Path scratch)
      throws IOException {
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
