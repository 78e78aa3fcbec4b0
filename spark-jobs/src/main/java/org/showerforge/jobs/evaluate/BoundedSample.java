package org.showerforge.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.ShowerSample;

/**
 * A fair sample of a data set that fits on the driver: the events whose mixed ids are below a
 * bound. Which ones depends on their ids alone.
 */
final class BoundedSample {
  /** Events of a batch. */
  static final int READ_EVENTS = 1000;

  /** Another mix than the one that splits train from test, whose events would be all or none. */
  private static final long SAMPLE = 0x53616d706c65L;

  private BoundedSample() {}

  /**
   * About as many events as wanted, in the order of their ids; all if there are no more.
   *
   * @param files as {@link EventReader} gives them
   * @param total events in these files
   */
  static ShowerSample of(
      JavaSparkContext sc, DetectorSpec detector, List<String> files, long total, int wanted) {
    double fraction = Math.min(1, (double) wanted / total);
    int conditions = detector.conditions().size();
    int cells = detector.cells();
    List<EventBatch> parts =
        EventReader.read(sc, files, READ_EVENTS)
            .map(batch -> chosen(batch, fraction))
            .filter(Objects::nonNull)
            .collect();
    if (parts.isEmpty()) {
      throw new UserException("no events in %s", files);
    }
    EventBatch all = EventBatch.concatenate(parts);
    if (all.conditionWidth() != conditions || all.responseWidth() != cells) {
      throw new UserException(
          "%s: events have %d conditions and %d cells, the detector %s has %d and %d; compare data of one detector",
          files.get(0),
          all.conditionWidth(),
          all.responseWidth(),
          detector.name(),
          conditions,
          cells);
    }
    EventBatch sorted = all.sortedBy(Philox::mix);
    return new ShowerSample(detector, sorted.size(), sorted.conditions(), sorted.response());
  }

  private static @org.jspecify.annotations.Nullable EventBatch chosen(
      EventBatch batch, double fraction) {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      double unit = (Philox.mix(batch.eventIds()[i] ^ SAMPLE) >>> 11) * 0x1p-53;
      if (unit < fraction) {
        rows.add(i);
      }
    }
    return rows.isEmpty() ? null : batch.select(rows);
  }
}
