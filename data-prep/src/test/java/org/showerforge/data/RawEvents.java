package org.showerforge.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.data.mapping.Mapping;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.SourceIndex;
import org.showerforge.detector.DetectorSpec;

/**
 * All events of some raw files, in memory.
 *
 * @param conditions the conditions, row after row
 * @param response the responses, row after row
 * @param weights the weights
 */
public record RawEvents(float[] conditions, float[] response, float[] weights) {

  /** Reads files whose columns have the detector's names. */
  public static RawEvents read(RawFormat format, DetectorSpec detector, List<String> files)
      throws IOException {
    return read(new EventMapping(format, Mapping.BY_NAME, List.of(), detector), detector, files);
  }

  /** Reads files. */
  public static RawEvents read(EventMapping mapping, DetectorSpec detector, List<String> files)
      throws IOException {
    Configuration conf = new Configuration();
    RawEvents all = new RawEvents(new float[0], new float[0], new float[0]);
    for (String file : files) {
      Path path = new Path(file);
      SourceIndex index = mapping.scan(conf, path);
      try (MappedSource source = mapping.open(conf, path, index, index.events())) {
        for (long from = 0; from < source.events(); from += source.slabEvents()) {
          long to = Math.min(source.events(), from + source.slabEvents());
          all = all.with(source.read(from, to), detector);
        }
      }
    }
    return all;
  }

  private RawEvents with(MappedEvents events, DetectorSpec detector) {
    return new RawEvents(
        join(conditions, events.conditions(), events.size() * detector.conditions().size()),
        join(response, events.response(), events.size() * detector.responseWidth()),
        join(weights, events.weights(), events.size()));
  }

  private static float[] join(float[] head, float[] tail, int length) {
    float[] all = Arrays.copyOf(head, head.length + length);
    System.arraycopy(tail, 0, all, head.length, length);
    return all;
  }
}
