package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A critic's estimate against distances that are known. */
final class CriticDistanceTest {
  private static final double[] MEANS = {0, 0, 0};
  private static final double[] SIGMAS = {1, 1, 1};

  private static FeatureTable gaussian(double shift, double sigma, long seed) {
    return TestTables.gaussian(
        4000, new double[] {shift, 0, 0}, new double[] {sigma, sigma, 1}, seed);
  }

  /** Of two Gaussians that differ by a shift the distance is that shift. */
  @Test
  void aShiftIsTheDistance() {
    Estimate found = CriticDistance.of(gaussian(0, 1, 1), gaussian(1.5, 1, 2), 3);
    assertThat(found.value()).isCloseTo(1.5, within(0.2));
    assertThat(found.error()).isBetween(0.005, 0.1);
  }

  @Test
  void samplesOfOneDistributionHaveNone() {
    Estimate found =
        CriticDistance.of(
            TestTables.gaussian(4000, MEANS, SIGMAS, 1),
            TestTables.gaussian(4000, MEANS, SIGMAS, 2),
            3);
    assertThat(found.value()).isCloseTo(0, within(0.12));
  }

  /** Straight lines see half of what a critic sees of a ring that has become larger. */
  @Test
  void whatNoMeanTellsIsSeen() {
    Estimate found = CriticDistance.of(gaussian(0, 1, 1), gaussian(0, 1.6, 2), 3);
    assertThat(found.value()).isGreaterThan(0.3);
    assertThat(CriticDistance.of(gaussian(0, 1, 1), gaussian(0, 1.6, 2), 3)).isEqualTo(found);
  }
}
