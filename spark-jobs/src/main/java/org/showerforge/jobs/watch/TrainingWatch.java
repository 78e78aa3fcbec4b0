package org.showerforge.jobs.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows every round of a training: as JSON lines, in TensorBoard's files, and in Spark's metrics.
 * What cannot be shown is said once and tried again with the next round; it never ends a training.
 */
public final class TrainingWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingWatch.class);

  private final List<Guarded> observers;

  private TrainingWatch(List<Guarded> observers) {
    this.observers = observers;
  }

  /**
   * Begins a session.
   *
   * @param folder where files go; they appear with the first round
   */
  public static TrainingWatch of(Configuration conf, Path folder) {
    TrainingWatch watch = files(conf, folder);
    watch.observers.add(new Guarded("Spark's metrics", MetricsGauges::new));
    return watch;
  }

  /** The files alone. */
  static TrainingWatch files(Configuration conf, Path folder) {
    List<Guarded> files = new ArrayList<>();
    files.add(new Guarded(folder + "/rounds-*.jsonl", () -> new RoundsFile(conf, folder)));
    files.add(new Guarded(folder + "/tensorboard", () -> new TensorBoardFile(conf, folder)));
    return new TrainingWatch(files);
  }

  /** A round is over. */
  public void round(RoundReport report) {
    observers.forEach(observer -> observer.round(report));
  }

  @Override
  public void close() {
    observers.forEach(Guarded::close);
  }

  /** Opens an observer. */
  @FunctionalInterface
  private interface Opening {
    RoundObserver open() throws IOException;
  }

  /** An observer that may fail, and is opened anew after it did. */
  private static final class Guarded {
    private final String name;
    private final Opening opening;
    private @org.jspecify.annotations.Nullable RoundObserver observer;
    private boolean failing;

    Guarded(String name, Opening opening) {
      this.name = name;
      this.opening = opening;
    }

    void round(RoundReport report) {
      try {
        if (observer == null) {
          observer = opening.open();
        }
        observer.round(report);
        failing = false;
      } catch (IOException e) {
        if (!failing) {
          LOG.warn(
              "{}: round {} cannot be shown; the training goes on: {}",
              name,
              report.round(),
              e.toString());
        }
        failing = true;
        close();
      }
    }

    void close() {
      try {
        if (observer != null) {
          observer.close();
        }
      } catch (IOException e) {
        LOG.debug("{}: cannot be closed", name, e);
      }
      observer = null;
    }
  }
}
