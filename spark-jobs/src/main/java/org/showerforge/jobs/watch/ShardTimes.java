package org.showerforge.jobs.watch;

import java.io.Serializable;
import java.time.Instant;

/**
 * How long a task of a round took, on its own clock.
 *
 * @param readSeconds until the broadcast state was there; short where an earlier task of the
 *     executor had fetched it
 * @param loadSeconds until its events and its trainer were there; long in a stage's first round
 * @param computeSeconds the iterations
 * @param finished when they ended
 * @param arrived when the result was back on the driver, on the driver's clock
 */
public record ShardTimes(
    double readSeconds,
    double loadSeconds,
    double computeSeconds,
    Instant finished,
    Instant arrived)
    implements Serializable {

  /** A result has come back just now. */
  public ShardTimes arrivedNow() {
    return new ShardTimes(readSeconds, loadSeconds, computeSeconds, finished, Instant.now());
  }

  /** Takes the times of a task. */
  public static final class Watch {
    private long mark = System.nanoTime();
    private double readSeconds;
    private double loadSeconds;

    /** The state is there. */
    public void read() {
      readSeconds = lap();
    }

    /** Events and trainer are there. */
    public void loaded() {
      loadSeconds = lap();
    }

    /** The iterations are done. */
    public ShardTimes computed() {
      Instant now = Instant.now();
      return new ShardTimes(readSeconds, loadSeconds, lap(), now, now);
    }

    private double lap() {
      long last = mark;
      mark = System.nanoTime();
      return (mark - last) / 1e9;
    }
  }
}
