package org.showerforge.jobs.refresh;

import java.time.Instant;
import java.util.Map;
import org.showerforge.metrics.Judged;

/**
 * An outcome in Prometheus's text format, version 0.0.4, for the node exporter's textfile collector
 * (https://prometheus.io/docs/instrumenting/exposition_formats/).
 */
final class MetricsText {
  private static final String PREFIX = "showerforge_";

  private final Outcome outcome;
  private final StringBuilder text = new StringBuilder();
  private String name = "";

  private MetricsText(Outcome outcome) {
    this.outcome = outcome;
  }

  static String of(Outcome outcome) {
    return new MetricsText(outcome.brief()).text();
  }

  private String text() {
    family("refresh_last_run_timestamp_seconds", "When the last refresh began.");
    sample("", Instant.parse(outcome.began()).getEpochSecond());
    if (!outcome.lastSuccess().isEmpty()) {
      family(
          "refresh_last_success_timestamp_seconds",
          "When the last refresh began that did not fail.");
      sample("", Instant.parse(outcome.lastSuccess()).getEpochSecond());
    }
    family("refresh_outcome", "1 for what came of the last refresh, 0 for what did not.");
    for (Outcome.Kind kind : Outcome.Kind.values()) {
      sample("outcome=\"" + kind.label() + "\"", kind == outcome.kind() ? 1 : 0);
    }
    family("refresh_seconds", "How long the last refresh took.");
    sample("", outcome.seconds());
    family("refresh_step_seconds", "How long the steps of its run took.");
    outcome.steps().forEach(step -> sample("step=\"" + step.name() + "\"", step.seconds()));
    family("refresh_events", "Events of the data set.");
    Outcome.Events events = outcome.events();
    sample("kind=\"in\"", events.in());
    sample("kind=\"out\"", events.out());
    sample("kind=\"cut\"", events.cut());
    sample("kind=\"rejected\"", events.rejected());
    sample("kind=\"training\"", events.training());
    sample("kind=\"fresh\"", events.fresh());
    family("generator_version", "Versions: that in production, and the last challenger's.");
    sample("who=\"current\"", outcome.current());
    sample("who=\"challenger\"", outcome.version());
    family("generator_figure", "Figures of the last challenger and of the incumbent it met.");
    figures((who, figure) -> sample(who, figure.value()));
    family("generator_figure_error", "Their standard errors.");
    figures((who, figure) -> sample(who, figure.error()));
    family("generator_figure_floor", "The same figures of Monte Carlo against Monte Carlo.");
    figures((who, figure) -> sample(who, figure.floor()));
    return text.toString();
  }

  /** What is made of a figure. */
  @FunctionalInterface
  private interface Line {
    void add(String labels, Judged figure);
  }

  private void figures(Line line) {
    for (Map.Entry<String, Judged> figure : outcome.challenger().entrySet()) {
      line.add("who=\"challenger\",figure=\"" + figure.getKey() + "\"", figure.getValue());
    }
    for (Map.Entry<String, Judged> figure : outcome.incumbentFigures().entrySet()) {
      line.add("who=\"incumbent\",figure=\"" + figure.getKey() + "\"", figure.getValue());
    }
  }

  private void family(String family, String help) {
    name = PREFIX + family;
    text.append("# HELP %s %s\n# TYPE %s gauge\n".formatted(name, help, name));
  }

  private void sample(String labels, long value) {
    sample(labels, Long.toString(value));
  }

  private void sample(String labels, double value) {
    sample(labels, Double.toString(value).replace("Infinity", "Inf"));
  }

  private void sample(String labels, String value) {
    String all = "line=\"" + outcome.line() + "\"" + (labels.isEmpty() ? "" : "," + labels);
    text.append(name).append('{').append(all).append("} ").append(value).append('\n');
  }
}
