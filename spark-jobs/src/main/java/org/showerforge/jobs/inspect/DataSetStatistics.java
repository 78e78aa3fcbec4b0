package org.showerforge.jobs.inspect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.prepare.Progress;
import org.showerforge.data.prepare.StoredStatistics;
import org.showerforge.data.statistics.EventStatistics;
import org.showerforge.detector.DetectorSpec;

/**
 * The statistics of a data set's events: those that prepare has stored, or gathered in one pass
 * over its files with Spark.
 *
 * <p>Files are taken together, in their order, into at most {@link #MAX_PARTS} parts, whatever the
 * cluster. A task makes one accumulator of its part; the driver adds them up in the order of the
 * parts, one at a time, so it never holds more than two. The same files give the same bytes.
 */
public final class DataSetStatistics {
  private static final int READ_EVENTS = 256;
  private static final int MAX_PARTS = 256;

  private DataSetStatistics() {}

  /**
   * The statistics of a data set.
   *
   * @param progress is told now and then how many events are done
   */
  public static EventStatistics of(JavaSparkContext sc, EventDataSet data, Progress progress)
      throws IOException {
    if (data.counted().isPresent()) {
      progress.events(data.events(), data.events());
      return StoredStatistics.read(sc.hadoopConfiguration(), data.folder(), data.counted().get());
    }
    return gather(sc, data, progress);
  }

  private static EventStatistics gather(JavaSparkContext sc, EventDataSet data, Progress progress)
      throws IOException {
    DetectorSpec detector = data.detector();
    String detectorJson = new String(Json.write(detector), StandardCharsets.UTF_8);
    String folder = data.folder();
    LongAccumulator done = sc.sc().longAccumulator("events inspected");
    JavaRDD<byte[]> parts =
        EventReader.read(sc, data.files(), READ_EVENTS)
            .coalesce(Math.min(MAX_PARTS, data.files().size()))
            .mapPartitions(batches -> one(part(batches, detectorJson, folder, done)))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Progress.await(
          parts.countAsync(),
          () -> progress.events(Math.min(done.value(), data.events()), data.events()));
      EventStatistics all = new EventStatistics(detector);
      Iterator<byte[]> inOrder = parts.toLocalIterator();
      while (inOrder.hasNext()) {
        all.merge(read(inOrder.next(), detector, folder));
      }
      progress.events(all.events(), all.events());
      return all;
    } finally {
      parts.unpersist();
    }
  }

  private static Iterator<byte[]> one(EventStatistics part) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    part.write(new DataOutputStream(bytes));
    return List.of(bytes.toByteArray()).iterator();
  }

  private static EventStatistics part(
      Iterator<EventBatch> batches, String detectorJson, String folder, LongAccumulator done) {
    DetectorSpec detector =
        Json.read(
            new ByteArrayInputStream(detectorJson.getBytes(StandardCharsets.UTF_8)),
            DetectorSpec.class,
            "detector");
    EventStatistics part = new EventStatistics(detector);
    while (batches.hasNext()) {
      EventBatch batch = batches.next();
      checkWidths(batch, detector, folder);
      for (int i = 0; i < batch.size(); i++) {
        part.add(
            batch.conditions(),
            i * batch.conditionWidth(),
            batch.response(),
            i * batch.responseWidth(),
            batch.weights()[i]);
      }
      done.add(batch.size());
    }
    return part;
  }

  private static void checkWidths(EventBatch batch, DetectorSpec detector, String folder) {
    if (batch.conditionWidth() != detector.conditions().size()
        || batch.responseWidth() != detector.responseWidth()) {
      throw new UserException(
          "%s: events have %d conditions and %d response values, the detector %s of its card has"
              + " %d and %d; make the data set anew",
          folder,
          batch.conditionWidth(),
          batch.responseWidth(),
          detector.name(),
          detector.conditions().size(),
          detector.responseWidth());
    }
  }

  private static EventStatistics read(byte[] bytes, DetectorSpec detector, String folder)
      throws IOException {
    return EventStatistics.read(
        new DataInputStream(new ByteArrayInputStream(bytes)), detector, folder);
  }
}
