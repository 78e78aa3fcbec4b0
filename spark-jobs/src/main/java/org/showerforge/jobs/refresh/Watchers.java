package org.showerforge.jobs.refresh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.data.output.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who want to know what came of a refresh: {@code last.json}, Prometheus, the board, a
 * webhook. One that cannot be told is a warning; it changes nothing about the outcome.
 */
public final class Watchers {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  private final Configuration conf;
  private final RefreshConfig config;
  private final WorkFolder work;
  private final @Nullable Webhook webhook;

  /** Checks what it can, so that a wrong address is not found out in the night of a failure. */
  public Watchers(Configuration conf, RefreshConfig config, WorkFolder work) {
    this.conf = conf;
    this.config = config;
    this.work = work;
    this.webhook = config.webhook().isEmpty() ? null : Webhook.of(config.webhook(), PAUSE);
  }

  /** Somebody to tell. */
  @FunctionalInterface
  private interface Telling {
    void tell() throws IOException;
  }

  /** Tells all. */
  public void tell(Outcome outcome) {
    attempt("last.json", () -> work.note(outcome));
    if (!config.metrics().isEmpty()) {
      byte[] text = MetricsText.of(outcome).getBytes(StandardCharsets.UTF_8);
      attempt("metrics", () -> AtomicFile.write(conf, new Path(config.metrics()), text));
    }
    if (!config.board().isEmpty()) {
      List<String> works = List.of(config.work());
      attempt("board", () -> Board.write(conf, config.registry(), works, config.board()));
    }
    if (webhook != null && outcome.kind() != Outcome.Kind.NOTHING_TO_DO) {
      webhook.post(outcome);
    }
  }

  private static void attempt(String who, Telling telling) {
    try {
      telling.tell();
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} could not be written: {}", who, e.toString());
    }
  }
}
