package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is configured, or ten median rounds. */
final class RoundDeadlineTest {
  @Test
  void whatIsConfiguredCounts() {
    RoundDeadline deadline = new RoundDeadline(7);
    for (int i = 0; i < 10; i++) {
      deadline.completed(1000);
    }
    assertThat(deadline.seconds()).isEqualTo(7);
  }

  @Test
  void theDefaultFollowsTheMedian() {
    RoundDeadline deadline = new RoundDeadline(0);
    deadline.completed(5000);
    deadline.completed(30);
    assertThat(deadline.seconds()).isInfinite();
    deadline.completed(40);
    assertThat(deadline.seconds()).isEqualTo(400);
    for (int i = 0; i < 200; i++) {
      deadline.completed(0.5);
    }
    assertThat(deadline.seconds()).isEqualTo(120);
  }
}
