package org.showerforge.jobs.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How long a shard's task may run before it counts as hung: what the configuration says, or, by
 * default, a multiple of the median round of this run once there are some, per iteration, since
 * rounds may differ in length. The time that a task waits for an executor does not count.
 */
final class RoundDeadline {
  /** The default is so many median rounds. */
  static final int ROUNDS = 10;

  /** The default is at least this; Spark itself gives up an executor that is silent for so long. */
  static final double MIN_SECONDS = 120;

  private static final int MIN_ROUNDS = 3;
  private static final int KEPT = 101;

  private final double configured;
  private final Deque<Double> secondsPerIteration = new ArrayDeque<>();

  /**
   * A deadline.
   *
   * @param configured seconds; 0 for the default
   */
  RoundDeadline(double configured) {
    this.configured = configured;
  }

  /** A round went well. */
  void completed(double seconds, int iterations) {
    secondsPerIteration.addLast(seconds / iterations);
    if (secondsPerIteration.size() > KEPT) {
      secondsPerIteration.removeFirst();
    }
  }

  /** The deadline of a round in seconds; infinite while there is none. */
  double seconds(int iterations) {
    if (configured > 0) {
      return configured;
    }
    if (secondsPerIteration.size() < MIN_ROUNDS) {
      return Double.POSITIVE_INFINITY;
    }
    List<Double> sorted = secondsPerIteration.stream().sorted().toList();
    return Math.max(MIN_SECONDS, ROUNDS * iterations * sorted.get(sorted.size() / 2));
  }
}
