package org.showerforge.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a round's time is split. */
final class RoundTimesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void thePartsOfAMeanShardAddUpToTheWhole() {
    RoundTimes times =
        RoundTimes.split(
            0.5, 9, 10, List.of(shard(0.1, 0.3, 4, 6, 6.5), shard(0.3, 0.1, 6, 8, 8.1)));
    assertThat(times.total()).isEqualTo(10);
    assertThat(times.broadcast()).isCloseTo(0.5 + 0.2, within(1e-9));
    assertThat(times.load()).isCloseTo(0.2, within(1e-9));
    assertThat(times.compute()).isCloseTo(5, within(1e-9));
    assertThat(times.slowest()).isEqualTo(6);
    assertThat(times.collect()).isCloseTo(0.3, within(1e-9));
    assertThat(times.average()).isCloseTo(1, within(1e-9));
    assertThat(times.idle()).isCloseTo(10 - 0.7 - 0.2 - 5 - 0.3 - 1, within(1e-9));
  }

  @Test
  void aClockThatIsOffCannotAddTime() {
    RoundTimes behind = RoundTimes.split(1, 9, 10, List.of(shard(0, 0, 5, 6, 3606)));
    assertThat(behind.collect()).isCloseTo(9 - 1 - 5, within(1e-9));
    assertThat(behind.idle()).isZero();
    RoundTimes ahead = RoundTimes.split(1, 9, 10, List.of(shard(0, 0, 5, 3606, 6)));
    assertThat(ahead.collect()).isZero();
    assertThat(ahead.idle()).isCloseTo(3, within(1e-9));
  }

  private static ShardTimes shard(
      double read, double load, double compute, double finished, double arrived) {
    return new ShardTimes(read, load, compute, at(finished), at(arrived));
  }

  private static Instant at(double seconds) {
    return START.plusNanos(Math.round(seconds * 1e9));
  }
}
