package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FPD and KPD: the values of JetNet's own tests, and closed forms. */
final class PhysicsDistancesTest {
  private static final int EVENTS = 50_000;

  private static Estimate fpd(FeatureTable real, FeatureTable other, boolean scaled) {
    return FrechetDistance.of(
        real, other, FrechetDistance.LEAST, FrechetDistance.GREATEST, 42, scaled);
  }

  private static Estimate kpd(FeatureTable real, FeatureTable other, boolean scaled) {
    return KernelDistance.of(real, other, KernelDistance.BATCH, 42, scaled);
  }

  /** jetnet/tests/evaluation/test_gen_metrics.py: twos against zeros. */
  @ParameterizedTest
  @CsvSource({"true, 2, 15", "false, 8, 624"})
  void twosAgainstZerosAreWhatJetNetSays(boolean scaled, double frechet, double kernel) {
    FeatureTable twos = TestTables.constant(EVENTS, 2, 2);
    FeatureTable zeros = TestTables.constant(EVENTS, 2, 0);
    Estimate fpd = fpd(twos, zeros, scaled);
    assertThat(fpd.value()).isCloseTo(frechet, within(1e-9));
    assertThat(fpd.error()).isCloseTo(0, within(1e-9));
    Estimate kpd = kpd(twos, zeros, scaled);
    assertThat(kpd.value()).isCloseTo(kernel, within(1e-9));
    assertThat(kpd.error()).isCloseTo(0, within(1e-9));
  }

  @Test
  void identicalArraysAreAtNoDistance() {
    FeatureTable twos = TestTables.constant(EVENTS, 2, 2);
    assertThat(fpd(twos, twos, true).value()).isCloseTo(0, within(1e-9));
    assertThat(kpd(twos, twos, true).value()).isCloseTo(0, within(1e-9));
    FeatureTable normal = TestTables.gaussian(EVENTS, new double[] {0, 3}, new double[] {1, 2}, 1);
    assertThat(fpd(normal, normal, true).value()).isCloseTo(0, within(1e-4));
    assertThat(kpd(normal, normal, true).value()).isCloseTo(0, within(2e-3));
  }

  @Test
  void normalsAreAtTheDistanceOfTheirMoments() {
    FeatureTable a = TestTables.gaussian(EVENTS, new double[] {0, 0}, new double[] {1, 1}, 2);
    FeatureTable b = TestTables.gaussian(EVENTS, new double[] {1, 0}, new double[] {1, 3}, 3);
    // |m - m'|^2 + (1 - 3)^2; the samples' own moments are off by some 0.05.
    Estimate fpd = fpd(a, b, false);
    assertThat(fpd.value()).isCloseTo(5, within(0.1));
    assertThat(fpd.value()).isCloseTo(FrechetDistance.between(a, b), within(0.02));
    assertThat(fpd.error()).isPositive().isLessThan(0.02);
  }

  @Test
  void theKernelSeesMomentsUpToTheFourth() {
    FeatureTable a = TestTables.gaussian(EVENTS, new double[] {0}, new double[] {1}, 4);
    FeatureTable b = TestTables.gaussian(EVENTS, new double[] {0.5}, new double[] {1.5}, 5);
    // sum of C(4, k) (E x^k - E y^k)^2, k = 1..4
    double[] x = {0, 1, 0, 3};
    double second = 0.25 + 2.25;
    double third = 0.125 + 3 * 0.5 * 2.25;
    double fourth = 0.0625 + 6 * 0.25 * 2.25 + 3 * 2.25 * 2.25;
    double[] y = {0.5, second, third, fourth};
    double[] binomials = {4, 6, 4, 1};
    double expected = 0;
    for (int k = 0; k < x.length; k++) {
      expected += binomials[k] * (x[k] - y[k]) * (x[k] - y[k]);
    }
    Estimate kpd = kpd(a, b, false);
    assertThat(kpd.error()).isPositive().isLessThan(0.2 * expected);
    assertThat(kpd.value()).isCloseTo(expected, within(3 * kpd.error()));
  }

  /** scipy.optimize.curve_fit with bounds (0, inf) gives these. */
  @ParameterizedTest
  @CsvSource({"3, 5, 3, 0", "-1, 5, 0, 0.57735027", "2, -5, 0.5, 0.95742712"})
  void theLineThroughTheSizesHasNoNegativeParameter(
      double intercept, double slope, double expected, double error) {
    double[] x = {0.1, 0.2, 0.3, 0.4, 0.5};
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = intercept + slope * x[i];
    }
    Estimate fit = FrechetDistance.intercept(x, y);
    assertThat(fit.value()).isCloseTo(expected, within(1e-9));
    assertThat(fit.error()).isCloseTo(error, within(1e-7));
  }
}
