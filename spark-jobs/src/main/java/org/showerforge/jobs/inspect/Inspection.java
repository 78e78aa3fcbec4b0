package org.showerforge.jobs.inspect;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.prepare.Progress;
import org.showerforge.data.statistics.Drift;
import org.showerforge.data.statistics.EventStatistics;

/**
 * What was found in one data set, or in two that were compared.
 *
 * @param a the data set
 * @param statistics its statistics
 * @param second the other one; null if there is none
 */
public record Inspection(EventDataSet a, EventStatistics statistics, @Nullable Second second) {
  /**
   * The data set that is held against the first.
   *
   * @param b the data set
   * @param statistics its statistics
   * @param drift how it differs from the first
   */
  public record Second(EventDataSet b, EventStatistics statistics, Drift drift) {}

  /**
   * Reads the data sets' events.
   *
   * @param b the second data set, or null
   */
  public static Inspection of(
      JavaSparkContext sc, EventDataSet a, @Nullable EventDataSet b, Progress progress)
      throws IOException {
    long total = a.events() + (b == null ? 0 : b.events());
    EventStatistics first =
        DataSetStatistics.of(sc, a, (done, all) -> progress.events(done, total));
    if (b == null) {
      return new Inspection(a, first, null);
    }
    EventStatistics other =
        DataSetStatistics.of(sc, b, (done, all) -> progress.events(a.events() + done, total));
    return new Inspection(a, first, new Second(b, other, Drift.of(first, other)));
  }

  /** Whether there are two data sets that differ. */
  public boolean drifted() {
    return second != null && second.drift().drifted();
  }
}
