package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The divergences of two densities, worked out by hand. */
final class DivergencesTest {
  private static final double[] P = {0.5, 0.25, 0.25};
  private static final double[] Q = {0.25, 0.25, 0.5};

  @Test
  void thoseOfThreeBinsAreKnown() {
    Divergences found = Divergences.ofBins(P, Q);
    double ln2 = Math.log(2);
    assertThat(found.totalVariation()).isCloseTo(0.25, within(1e-15));
    assertThat(found.kullbackLeibler()).isCloseTo(0.25 * ln2, within(1e-15));
    assertThat(found.reverseKullbackLeibler()).isCloseTo(0.25 * ln2, within(1e-15));
    assertThat(found.pearson()).isCloseTo(0.375, within(1e-15));
    assertThat(found.neyman()).isCloseTo(0.375, within(1e-15));
    double root = Math.sqrt(0.5) - 0.5;
    assertThat(found.squaredHellinger()).isCloseTo(2 * root * root, within(1e-15));
    assertThat(found.jeffrey()).isCloseTo(0.5 * ln2, within(1e-15));
    double shannon = 0.5 * Math.log(4 / 3.0) + 0.25 * Math.log(2 / 3.0);
    assertThat(found.jensenShannon()).isCloseTo(shannon, within(1e-15));
    assertThat(found.gan()).isCloseTo(2 * shannon - 2 * ln2, within(1e-15));
    // m = (5/16, 1/4, 7/16)
    double weighted =
        0.25 * (0.5 * Math.log(1.6) + 0.25 * Math.log(4 / 7.0))
            + 0.75 * (0.25 * Math.log(0.8) + 0.5 * Math.log(8 / 7.0));
    assertThat(found.weightedJensenShannon()).isCloseTo(weighted, within(1e-15));
    double alpha = (0.5 * (Math.pow(0.5, 1.5) - 1) + 0.25 * (Math.pow(2, 1.5) - 1)) / 0.75;
    assertThat(found.alpha()).isCloseTo(alpha, within(1e-15));
  }

  @Test
  void equalDensitiesAreAtNone() {
    Divergences found = Divergences.ofBins(P, P);
    assertThat(found)
        .isEqualTo(new Divergences(0, 0.0, 0.0, 0.0, 0.0, 0, 0.0, 0, 0, -Math.log(4), 0.0));
  }

  @Test
  void aBinThatOneSampleLeavesEmptyIsInfinitelyFar() {
    Divergences found = Divergences.ofBins(new double[] {1, 0}, new double[] {0, 1});
    assertThat(found.totalVariation()).isEqualTo(1);
    assertThat(found.kullbackLeibler()).isNull();
    assertThat(found.reverseKullbackLeibler()).isNull();
    assertThat(found.pearson()).isNull();
    assertThat(found.squaredHellinger()).isEqualTo(2);
    assertThat(found.jensenShannon()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(found.alpha()).isNull();
  }

  @Test
  void samplesAreBinnedInEqualParts() {
    double[] a = new double[1000];
    double[] b = new double[1000];
    for (int i = 0; i < 1000; i++) {
      a[i] = i;
      b[i] = i + 500.5;
    }
    // Half of either sample is where the other has none: the pooled bins there are pure.
    assertThat(Divergences.of(a, b).totalVariation()).isCloseTo(0.5, within(0.06));
  }
}
