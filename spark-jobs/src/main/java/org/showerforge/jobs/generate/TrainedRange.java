package org.showerforge.jobs.generate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.detector.Condition;

/**
 * How many particles of a table lie outside what a generator was trained on.
 *
 * @param outside how many, by condition
 * @param first the row of the first one, by condition; beyond all rows if there is none
 * @param low the least value, by condition
 * @param high the greatest
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainedRange(long[] outside, long[] first, double[] low, double[] high)
    implements Serializable {
  private static final long TASK_ROWS = 1000L * ShowerSampler.BLOCK;

  /** Reads the whole table, and refuses it if a particle of it lies outside. */
  static void check(
      JavaSparkContext sc, GenerateConfig config, ParticleTable table, List<Condition> conditions) {
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    List<Long> starts = new ArrayList<>();
    for (long row = 0; row < config.events(); row += TASK_ROWS) {
      starts.add(row);
    }
    TrainedRange all =
        sc.parallelize(starts, starts.size())
            .map(
                start ->
                    of(
                        conf.value(),
                        config,
                        table,
                        conditions,
                        start,
                        Math.min(start + TASK_ROWS, config.events())))
            .reduce(TrainedRange::and);
    for (int k = 0; k < conditions.size(); k++) {
      if (all.outside[k] > 0) {
        Condition condition = conditions.get(k);
        throw new UserException(
            "table %s: %,d of %,d particles have %s outside the trained range %s..%s %s (they have %s..%s, the first is"
                + " row %d); leave them out, or allow it with --allow-extrapolation",
            table.file(),
            all.outside[k],
            config.events(),
            condition.name(),
            condition.min(),
            condition.max(),
            condition.unit(),
            (float) all.low[k],
            (float) all.high[k],
            all.first[k]);
      }
    }
  }

  private static TrainedRange of(
      Configuration conf,
      GenerateConfig config,
      ParticleTable table,
      List<Condition> conditions,
      long from,
      long to)
      throws IOException {
    int width = conditions.size();
    TrainedRange range =
        new TrainedRange(new long[width], new long[width], new double[width], new double[width]);
    for (int k = 0; k < width; k++) {
      range.first[k] = Long.MAX_VALUE;
      range.low[k] = Double.POSITIVE_INFINITY;
      range.high[k] = Double.NEGATIVE_INFINITY;
    }
    try (ParticleTable.Reader rows = table.open(conf, ShowerSampler.BLOCK)) {
      for (long first = from; first < to; first += ShowerSampler.BLOCK) {
        int count = (int) Math.min(ShowerSampler.BLOCK, to - first);
        rows.read(first, first + count);
        for (int k = 0; k < width; k++) {
          if (config.conditions().get(conditions.get(k).name())
              instanceof Distribution.Column column) {
            double factor = column.factor(conditions.get(k));
            double[] values = rows.column(column.column());
            for (int i = 0; i < count; i++) {
              range.note(k, (float) (factor * values[i]), first + i, conditions.get(k));
            }
          }
        }
      }
    }
    return range;
  }

  private void note(int k, float value, long row, Condition condition) {
    low[k] = Math.min(low[k], value);
    high[k] = Math.max(high[k], value);
    if (!condition.accepts(value)) {
      outside[k]++;
      first[k] = Math.min(first[k], row);
    }
  }

  private TrainedRange and(TrainedRange other) {
    for (int k = 0; k < outside.length; k++) {
      outside[k] += other.outside[k];
      first[k] = Math.min(first[k], other.first[k]);
      low[k] = Math.min(low[k], other.low[k]);
      high[k] = Math.max(high[k], other.high[k]);
    }
    return this;
  }
}
