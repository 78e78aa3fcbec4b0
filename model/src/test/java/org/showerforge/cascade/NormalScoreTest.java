package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

/** A skewed number whose spread depends on the condition becomes standard normal, and itself. */
final class NormalScoreTest {
  private static final int EVENTS = 20_000;
  private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);
  private static final double[] CONDITIONS = new double[EVENTS];
  private static final double[] VALUES = new double[EVENTS];
  private static final NormalScore FITTED;

  static {
    SplittableRandom random = new SplittableRandom(7);
    for (int n = 0; n < EVENTS; n++) {
      CONDITIONS[n] = 2 * random.nextDouble() - 1;
      double spread = Math.exp(-0.7 * CONDITIONS[n]);
      VALUES[n] =
          3
              + 2 * CONDITIONS[n] * CONDITIONS[n]
              + spread * Math.exp((0.8 + 0.3 * CONDITIONS[n]) * random.nextGaussian());
    }
    FITTED = NormalScore.fit(CONDITIONS, VALUES);
  }

  @Test
  void scoresAreStandardNormalAtEveryCondition() {
    for (double low = -1; low < 1; low += 0.2) {
      double[] scores = scores(FITTED, VALUES, low, low + 0.2);
      for (double level : new double[] {0.1, 0.3, 0.5, 0.7, 0.9}) {
        assertThat(scores[(int) (level * scores.length)])
            .as("conditions from %s, level %s", low, level)
            .isCloseTo(NORMAL.inverseCumulativeProbability(level), within(0.2));
      }
      assertThat(rms(scores)).as("conditions from %s", low).isCloseTo(1, within(0.06));
    }
    double[] all = scores(FITTED, VALUES, -1, 1);
    for (double level : new double[] {0.01, 0.1, 0.5, 0.9, 0.99}) {
      assertThat(all[(int) (level * all.length)])
          .as("level %s", level)
          .isCloseTo(NORMAL.inverseCumulativeProbability(level), within(0.15));
    }
  }

  @Test
  void numbersThatAreNearlyNormalAreMappedToNormalAtEveryCondition() {
    SplittableRandom random = new SplittableRandom(8);
    double[] made = new double[EVENTS];
    for (int n = 0; n < EVENTS; n++) {
      made[n] = 0.2 * CONDITIONS[n] + (1 + 0.3 * CONDITIONS[n]) * random.nextGaussian();
    }
    NormalScore map = NormalScore.toNormal(CONDITIONS, made);
    for (double low = -1; low < 1; low += 0.5) {
      double least = low;
      double[] mapped =
          IntStream.range(0, EVENTS)
              .filter(n -> CONDITIONS[n] >= least && CONDITIONS[n] < least + 0.5)
              .mapToDouble(n -> map.value(made[n], CONDITIONS[n]))
              .toArray();
      assertThat(Arrays.stream(mapped).average().orElseThrow()).isCloseTo(0, within(0.05));
      assertThat(rms(mapped)).isCloseTo(1, within(0.04));
    }
  }

  @Test
  void fewEventsOfOneConditionAreFitted() {
    double[] same = new double[100];
    double[] values = new double[100];
    SplittableRandom random = new SplittableRandom(9);
    for (int n = 0; n < same.length; n++) {
      same[n] = n % 2 == 0 ? -1 : -0.9;
      values[n] = random.nextGaussian();
    }
    NormalScore map = NormalScore.toNormal(same, values);
    for (double condition = -1; condition <= 1; condition += 0.25) {
      assertThat(map.value(0, condition)).isCloseTo(0, within(0.5));
    }
  }

  @Test
  void conditionsOutsideAreTakenAtTheEdge() {
    NormalScore map = NormalScore.toNormal(CONDITIONS, VALUES);
    assertThat(map.value(1.3, 4)).isEqualTo(map.value(1.3, 1));
    assertThat(map.value(1.3, -4)).isEqualTo(map.value(1.3, -1));
  }

  @Test
  void thereAndBackIsTheSameValue() {
    int beyond = 0;
    for (int n = 0; n < EVENTS; n++) {
      double score = FITTED.score(VALUES[n], CONDITIONS[n]);
      double back = FITTED.value(score, CONDITIONS[n]);
      if (Math.abs(back - VALUES[n]) > 1e-9 * Math.abs(VALUES[n])) {
        assertThat(Math.abs(score)).as("further out than any event near it").isGreaterThan(2);
        beyond++;
      }
    }
    assertThat(beyond).isLessThan(EVENTS / 500);
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
    float[][] decreasing = copy();
    decreasing[3][100] = decreasing[3][99] - 1;
    float[][] notANumber = copy();
    notANumber[6][17] = Float.NaN;
    float[][] tooShort = copy();
    tooShort[1] = new float[200];
    assertThatThrownBy(() -> new NormalScore(new double[] {0}, decreasing))
        .hasMessageContaining("100");
    assertThatThrownBy(() -> new NormalScore(new double[] {0}, notANumber))
        .hasMessageContaining("17");
    assertThatThrownBy(() -> new NormalScore(new double[] {0}, tooShort))
        .hasMessageContaining("201")
        .hasMessageContaining("200");
    assertThatThrownBy(() -> new NormalScore(new double[] {0}, new float[3][201]))
        .hasMessageContaining("7")
        .hasMessageContaining("3");
  }

  private static float[][] copy() {
    return Arrays.stream(FITTED.quantiles()).map(float[]::clone).toArray(float[][]::new);
  }

  /** The scores of the events in a range of conditions, sorted. */
  private static double[] scores(NormalScore fitted, double[] values, double from, double to) {
    return IntStream.range(0, EVENTS)
        .filter(n -> CONDITIONS[n] >= from && CONDITIONS[n] < to)
        .mapToDouble(n -> fitted.score(values[n], CONDITIONS[n]))
        .sorted()
        .toArray();
  }

  private static double rms(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).average().orElseThrow());
  }
}
