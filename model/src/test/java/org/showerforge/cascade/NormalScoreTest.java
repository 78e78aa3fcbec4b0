package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

/** A skewed number becomes standard normal, and itself again. */
final class NormalScoreTest {
  private static final int EVENTS = 5000;
  private static final double[] CONDITIONS = new double[EVENTS];
  private static final double[] VALUES = new double[EVENTS];
  private static final NormalScore FITTED;

  static {
    SplittableRandom random = new SplittableRandom(7);
    for (int n = 0; n < EVENTS; n++) {
      CONDITIONS[n] = 2 * random.nextDouble() - 1;
      VALUES[n] = 3 + 2 * CONDITIONS[n] * CONDITIONS[n] + Math.exp(0.8 * random.nextGaussian());
    }
    FITTED = NormalScore.fit(CONDITIONS, VALUES);
  }

  @Test
  void scoresOfTheSampleAreStandardNormal() {
    double[] scores = new double[EVENTS];
    for (int n = 0; n < EVENTS; n++) {
      scores[n] = FITTED.score(VALUES[n], CONDITIONS[n]);
    }
    Arrays.sort(scores);
    NormalDistribution normal = new NormalDistribution(0, 1);
    for (int n = 0; n < EVENTS; n++) {
      double expected = normal.inverseCumulativeProbability((n + 0.5) / EVENTS);
      assertThat(scores[n]).isCloseTo(expected, within(0.03));
    }
  }

  @Test
  void scoresDoNotKnowTheCondition() {
    double low = 0;
    double high = 0;
    int lows = 0;
    for (int n = 0; n < EVENTS; n++) {
      double score = FITTED.score(VALUES[n], CONDITIONS[n]);
      if (Math.abs(CONDITIONS[n]) < 0.5) {
        low += score;
        lows++;
      } else {
        high += score;
      }
    }
    assertThat(low / lows - high / (EVENTS - lows)).isCloseTo(0, within(0.1));
  }

  @Test
  void thereAndBackIsTheSameValue() {
    for (int n = 0; n < EVENTS; n++) {
      double back = FITTED.value(FITTED.score(VALUES[n], CONDITIONS[n]), CONDITIONS[n]);
      assertThat(back).isCloseTo(VALUES[n], within(1e-9 * Math.abs(VALUES[n])));
    }
  }

  @Test
  void theValueGrowsWithTheScoreAndStaysInTheSample() {
    double before = FITTED.value(-9, 0.3);
    assertThat(before).isEqualTo(FITTED.value(-4, 0.3));
    for (double score = -3.9; score < 9; score += 0.013) {
      double value = FITTED.value(score, 0.3);
      assertThat(value).isGreaterThanOrEqualTo(before);
      before = value;
    }
    assertThat(before).isEqualTo(FITTED.value(4, 0.3));
  }

  @Test
  void aDamagedTableIsRefused() {
    double[] decreasing = FITTED.quantiles().clone();
    decreasing[200] = decreasing[199] - 1;
    double[] notANumber = FITTED.quantiles().clone();
    notANumber[17] = Double.NaN;
    assertThatThrownBy(() -> new NormalScore(List.of(0.0), decreasing)).hasMessageContaining("200");
    assertThatThrownBy(() -> new NormalScore(List.of(0.0), notANumber)).hasMessageContaining("17");
    assertThatThrownBy(() -> new NormalScore(List.of(0.0), new double[400]))
        .hasMessageContaining("401")
        .hasMessageContaining("400");
  }
}
