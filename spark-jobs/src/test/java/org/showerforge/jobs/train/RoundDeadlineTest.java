package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is configured, or ten median rounds. */
final class RoundDeadlineTest {
  @Test
  void whatIsConfiguredCounts() {
    RoundDeadline deadline = new RoundDeadline(7);
    for (int i = 0; i < 10; i++) {
      deadline.completed(1000, 1);
    }
    assertThat(deadline.seconds(1)).isEqualTo(7);
    assertThat(deadline.seconds(100)).isEqualTo(7);
  }

  @Test
  void theDefaultFollowsTheMedian() {
    RoundDeadline deadline = new RoundDeadline(0);
    deadline.completed(5000, 50);
    deadline.completed(30, 50);
    assertThat(deadline.seconds(50)).isInfinite();
    deadline.completed(80, 100);
    assertThat(deadline.seconds(50)).isEqualTo(400);
    assertThat(deadline.seconds(500)).isEqualTo(4000);
    for (int i = 0; i < 200; i++) {
      deadline.completed(0.5, 50);
    }
    assertThat(deadline.seconds(50)).isEqualTo(120);
  }
}
