package org.showerforge.jobs.watch;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * The last round of each stage as gauges of Spark's metrics system, so that they go wherever it is
 * told to send: Prometheus, Graphite, JMX, CSV. They are called {@code training.<stage>.<figure>}
 * and leave when the training ends.
 */
final class MetricsGauges implements RoundObserver {
  private final Map<String, StageSource> sources = new LinkedHashMap<>();

  /** Gauges of a stage. */
  private static final class StageSource implements Source {
    private final String stage;
    private final MetricRegistry gauges = new MetricRegistry();
    private volatile RoundReport last;

    StageSource(RoundReport first) {
      this.stage = first.stage();
      this.last = first;
      gauges.register("round", (Gauge<Integer>) () -> last.round());
      gauges.register("iteration", (Gauge<Long>) () -> last.iteration());
      for (String figure : first.figures().keySet()) {
        gauges.register(
            figure, (Gauge<Double>) () -> last.figures().getOrDefault(figure, Double.NaN));
      }
    }

    @Override
    public String sourceName() {
      return "training." + stage;
    }

    @Override
    public MetricRegistry metricRegistry() {
      return gauges;
    }
  }

  @Override
  public void round(RoundReport report) {
    StageSource source = sources.get(report.stage());
    if (source == null) {
      StageSource made = new StageSource(report);
      sources.put(report.stage(), made);
      SparkEnv.get().metricsSystem().registerSource(made);
    } else {
      source.last = report;
    }
  }

  @Override
  public void close() {
    sources.values().forEach(SparkEnv.get().metricsSystem()::removeSource);
    sources.clear();
  }
}
