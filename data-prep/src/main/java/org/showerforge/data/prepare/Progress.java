package org.showerforge.data.prepare;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Is told how far a job, or a stage of one, has come; is closed at its end. */
@FunctionalInterface
public interface Progress extends AutoCloseable {
  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /**
   * So many events are done.
   *
   * @param done events done
   * @param total events in all
   */
  void events(long done, long total);

  /** There is something to say of where the job is, until the next note. */
  default void note(String text) {}

  @Override
  default void close() {}

  /** Begins to tell of a job's stages, one after the other. */
  @FunctionalInterface
  interface Stages {
    /** Tells nobody. */
    Stages NONE = (label, unit) -> Progress.NONE;

    /**
     * A stage begins.
     *
     * @param label its name
     * @param unit what is counted
     */
    Progress begin(String label, String unit);
  }

  /** Waits for a job and gives a sign every half second. */
  static <T> T await(Future<T> job, Runnable sign) {
    while (true) {
      try {
        return job.get(500, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        sign.run();
      } catch (InterruptedException e) {
        job.cancel(true);
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the Spark job failed", e.getCause());
      }
    }
  }
}
