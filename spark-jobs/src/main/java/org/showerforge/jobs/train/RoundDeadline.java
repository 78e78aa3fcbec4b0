package org.showerforge.jobs.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How long a shard's task may run before it counts as hung: what the configuration says, or, by
 * default, a multiple of the median round of this run once there are some. The time that a task
 * waits for an executor does not count.
 */
final class RoundDeadline {
  /** The default is so many median rounds. */
  static final int ROUNDS = 10;

  /** The default is at least this; Spark itself gives up an executor that is silent for so long. */
  static final double MIN_SECONDS = 120;

  private static final int MIN_ROUNDS = 3;
  private static final int KEPT = 101;

  private final double configured;
  private final Deque<Double> rounds = new ArrayDeque<>();

  /**
   * A deadline.
   *
   * @param configured seconds; 0 for the default
   */
  RoundDeadline(double configured) {
    this.configured = configured;
  }

  /** A round went well. */
  void completed(double seconds) {
    rounds.addLast(seconds);
    if (rounds.size() > KEPT) {
      rounds.removeFirst();
    }
  }

  /** The deadline in seconds; infinite while there is none. */
  double seconds() {
    if (configured > 0) {
      return configured;
    }
    if (rounds.size() < MIN_ROUNDS) {
      return Double.POSITIVE_INFINITY;
    }
    List<Double> sorted = rounds.stream().sorted().toList();
    return Math.max(MIN_SECONDS, ROUNDS * sorted.get(sorted.size() / 2));
  }
}
