package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The line of a job on a terminal. */
final class ProgressLineTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void aNoteStandsWhereTheCountsWouldBe() {
    try (ProgressLine line =
        new ProgressLine(
            "train", "iterations", new PrintStream(shown, true, StandardCharsets.UTF_8), true)) {
      line.events(100, 400);
      line.note("shapes round 2/8, EMD 0.123, disagreement 0.81");
      line.events(200, 400);
    }
    String[] states = shown.toString(StandardCharsets.UTF_8).split("\r", -1);
    assertThat(states[1]).startsWith("train       25 %  100 of 400 iterations, ");
    assertThat(states[2])
        .matches(
            "train       50 %  shapes round 2/8, EMD 0[.]123, disagreement 0[.]81, [0-9,.]+/s, 0 s left *\n");
  }
}
