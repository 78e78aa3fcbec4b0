package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Calibration by pooling adjacent violators. */
final class IsotonicTest {
  /** By hand: 1, 0 at 2 and 3 violate and share 1/2; the tie at 5 is one point. */
  @Test
  void violatorsArePooled() {
    Isotonic found = Isotonic.fit(new double[] {1, 3, 2, 4, 5, 5}, new int[] {0, 0, 1, 1, 1, 0});
    assertThat(found.of(1)).isZero();
    assertThat(found.of(0)).isZero();
    assertThat(found.of(2)).isEqualTo(0.5);
    assertThat(found.of(3)).isEqualTo(0.5);
    assertThat(found.of(1.5)).isEqualTo(0.25);
    // 1, then 1/2 of two: the three of them have 2/3.
    assertThat(found.of(4)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(found.of(5)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(found.of(9)).isCloseTo(2 / 3.0, within(1e-15));
  }

  @Test
  void probabilitiesComeBack() {
    SplittableRandom random = new SplittableRandom(1);
    double[] scores = new double[20_000];
    int[] labels = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      double p = random.nextDouble();
      scores[i] = Math.pow(p, 3);
      labels[i] = random.nextDouble() < p ? 1 : 0;
    }
    Isotonic found = Isotonic.fit(scores, labels);
    double before = 0;
    for (double p = 0.05; p < 1; p += 0.05) {
      double value = found.of(Math.pow(p, 3));
      assertThat(value).isCloseTo(p, within(0.05)).isGreaterThanOrEqualTo(before);
      before = value;
    }
  }
}
