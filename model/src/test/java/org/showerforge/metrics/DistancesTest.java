package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The one-dimensional distances in closed form. */
final class DistancesTest {
  @Test
  void aShiftCostsItsLength() {
    double[] a = {3, 1, 2, 10};
    double[] b = {5.5, 3.5, 4.5, 12.5};
    assertThat(EarthMovers.distance(a, b)).isCloseTo(2.5, within(1e-15));
    assertThat(EarthMovers.distance(b, a)).isCloseTo(2.5, within(1e-15));
  }

  @Test
  void samplesOfOtherSizesButEqualDistributionsAreAtZero() {
    assertThat(EarthMovers.distance(new double[] {1, 2}, new double[] {2, 1, 1, 2})).isZero();
  }

  @Test
  void uniformAgainstItsDoubleCostsAHalf() {
    // integral |x - x/2| over 0..1 plus integral of (1 - x/2) over 1..2 = 1/4 + 1/4.
    double[] a = IntStream.range(0, 10_000).mapToDouble(i -> (i + 0.5) / 10_000).toArray();
    double[] b = IntStream.range(0, 10_000).mapToDouble(i -> (i + 0.5) / 5_000).toArray();
    assertThat(EarthMovers.distance(a, b)).isCloseTo(0.5, within(1e-4));
  }

  @Test
  void separationIsOneForDisjointAndZeroForEqualSamples() {
    double[] low = IntStream.range(0, 50).mapToDouble(i -> i).toArray();
    double[] high = IntStream.range(100, 150).mapToDouble(i -> i).toArray();
    assertThat(SeparationPower.of(low, high)).isCloseTo(1, within(1e-15));
    assertThat(SeparationPower.of(low, low)).isZero();
    assertThat(SeparationPower.of(new double[] {2, 2, 2}, new double[] {2, 2})).isZero();
  }

  @Test
  void separationOfOneDistributionIsItsStatisticalExpectation() {
    // (10 - 1)/(2 n) = 0.0045 for n = 1000, with a relative scatter of sqrt(2/9) = 0.47 for each of
    // 200 pairs: the mean is known to 3.3 %; four of that are allowed.
    SplittableRandom random = new SplittableRandom(11);
    double sum = 0;
    for (int pair = 0; pair < 200; pair++) {
      double[] a = random.doubles(1000).toArray();
      double[] b = random.doubles(1000).toArray();
      sum += SeparationPower.of(a, b) / 200;
    }
    assertThat(sum).isCloseTo(0.0045, within(0.0045 * 4 * 0.033));
  }

  @Test
  void anEmptySampleHasNoDistance() {
    assertThatThrownBy(() -> EarthMovers.distance(new double[0], new double[] {1}))
        .hasMessageContaining("empty sample");
    assertThatThrownBy(() -> SeparationPower.of(new double[] {1}, new double[0]))
        .hasMessageContaining("empty sample");
  }

  @Test
  void theKolmogorovProbabilityIsTheTabulatedOne() {
    // Smirnov's table: K(1.36) = 0.9505, K(1.63) = 0.9902.
    assertThat(KolmogorovSmirnov.probability(1.36 / 10, 200, 200))
        .isCloseTo(1 - 0.9505, within(1e-4));
    assertThat(KolmogorovSmirnov.probability(1.63 / 10, 200, 200))
        .isCloseTo(1 - 0.9902, within(1e-4));
    assertThat(KolmogorovSmirnov.probability(0, 200, 200)).isEqualTo(1);
  }
}
