package org.showerforge.jobs.evaluate;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.event.EventBatch;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.ShapeSums;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.metrics.WholeComparison;

/** Compares whole data sets, each in one pass over its files. */
final class WholeData {
  private WholeData() {}

  /**
   * Compares all events.
   *
   * @param shapes names of the shower shapes
   * @param compared events of each sample that the other figures are made of
   * @return null if there are no more events than those
   */
  static @Nullable WholeComparison compare(
      Samples samples, List<FeatureComparison> shapes, int compared) {
    if (samples.reference().events() <= compared && samples.generated().events() <= compared) {
      return null;
    }
    ShapeSums.Binning binning =
        ShapeSums.Binning.of(samples.reference().sample(), samples.generated().sample());
    DetectorSpec detector = samples.reference().sample().spec();
    return WholeComparison.of(
        shapes,
        sums(samples.reference().all(), detector, binning),
        sums(samples.second().all(), detector, binning),
        sums(samples.generated().all(), detector, binning));
  }

  /**
   * Parts are added in their order, so that the sums are the same however many machines there are.
   */
  private static ShapeSums sums(
      JavaRDD<EventBatch> events, DetectorSpec detector, ShapeSums.Binning binning) {
    List<ShapeSums> parts =
        events
            .mapPartitions(
                batches -> {
                  ShapeSums sums = new ShapeSums(binning);
                  batches.forEachRemaining(
                      batch ->
                          sums.add(
                              new ShowerSample(
                                  detector, batch.size(), batch.conditions(), batch.response())));
                  return List.of(sums).iterator();
                })
            .collect();
    ShapeSums all = new ShapeSums(binning);
    parts.forEach(all::add);
    return all;
  }
}
