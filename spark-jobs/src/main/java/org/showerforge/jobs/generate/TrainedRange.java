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
 * Looks through a table, before anything is made, for particles that no generator was trained for.
 *
 * @param config the request
 * @param table its table
 * @param trained the conditions of every route's generator, with their trained range
 */
record TrainedRange(GenerateConfig config, ParticleTable table, List<List<Condition>> trained)
    implements Serializable {
  private static final long TASK_ROWS = 1000L * ShowerSampler.BLOCK;

  /** What one thing is wrong with: how often, the first row, and which values there were. */
  private record Finding(String what, long count, long firstRow, double low, double high)
      implements Serializable {
    Finding and(Finding other) {
      return new Finding(
          what,
          count + other.count,
          Math.min(firstRow, other.firstRow),
          Math.min(low, other.low),
          Math.max(high, other.high));
    }
  }

  /** Reads the whole table, and refuses it if a particle of it lies outside. */
  void check(JavaSparkContext sc) {
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    List<Long> starts = new ArrayList<>();
    for (long row = 0; row < config.events(); row += TASK_ROWS) {
      starts.add(row);
    }
    sc
        .parallelize(starts, starts.size())
        .flatMap(start -> findings(conf.value(), start).iterator())
        .mapToPair(finding -> new scala.Tuple2<>(finding.what, finding))
        .reduceByKey(Finding::and)
        .values()
        .collect()
        .stream()
        .min(java.util.Comparator.comparingLong(Finding::firstRow))
        .ifPresent(
            found -> {
              throw new UserException(
                  "table %s: %,d of %,d particles have %s (the first is row %d%s); leave them out%s",
                  config.table(),
                  found.count,
                  config.events(),
                  found.what,
                  found.firstRow,
                  found.low <= found.high
                      ? ", they have %s..%s".formatted((float) found.low, (float) found.high)
                      : "",
                  found.low <= found.high ? ", or allow it with --allow-extrapolation" : "");
            });
  }

  private List<Finding> findings(Configuration conf, long from) throws IOException {
    long to = Math.min(from + TASK_ROWS, config.events());
    java.util.Map<String, Finding> findings = new java.util.TreeMap<>();
    Routing routing = new Routing(config.routes());
    try (ParticleTable.Reader rows = table.open(conf, ShowerSampler.BLOCK)) {
      for (long first = from; first < to; first += ShowerSampler.BLOCK) {
        int count = (int) Math.min(ShowerSampler.BLOCK, to - first);
        rows.read(first, first + count);
        for (int i = 0; i < count; i++) {
          int route = config.routes().isEmpty() ? 0 : routing.of(rows, i);
          for (Finding finding : ofRow(rows, i, first + i, route)) {
            findings.merge(finding.what, finding, Finding::and);
          }
        }
      }
    }
    return List.copyOf(findings.values());
  }

  private List<Finding> ofRow(ParticleTable.Reader rows, int row, long event, int route) {
    if (route == Routing.NONE) {
      return List.of(
          new Finding("no route", 1, event, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }
    List<Finding> findings = new ArrayList<>();
    for (Condition condition : trained.get(route)) {
      if (!config.extrapolate()
          && config.conditions().get(condition.name()) instanceof Distribution.Column column) {
        float value = (float) (column.factor(condition) * rows.column(column.column())[row]);
        if (!condition.accepts(value)) {
          String range =
              "%s outside the trained range %s..%s %s%s"
                  .formatted(
                      condition.name(),
                      condition.min(),
                      condition.max(),
                      condition.unit(),
                      config.routes().isEmpty()
                          ? ""
                          : " of " + config.routes().get(route).generator());
          findings.add(new Finding(range, 1, event, value, value));
        }
      }
    }
    return findings;
  }
}
