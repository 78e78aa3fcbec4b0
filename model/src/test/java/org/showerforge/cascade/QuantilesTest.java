package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Quantiles against those worked out by hand. */
final class QuantilesTest {
  private static final float[] VALUES = {7, 1, 3, 2};

  @Test
  void stepsAreJoinedInTheirMiddles() {
    Quantiles quantiles = Quantiles.of(VALUES.clone());
    assertThat(quantiles.at(0.125)).isEqualTo(1);
    assertThat(quantiles.at(0.25)).isCloseTo(1.5, within(1e-12));
    assertThat(quantiles.at(0.5)).isCloseTo(2.5, within(1e-12));
    assertThat(quantiles.at(0.75)).isCloseTo(5, within(1e-12));
    assertThat(quantiles.at(0)).isEqualTo(1);
    assertThat(quantiles.at(1)).isEqualTo(7);
  }

  @Test
  void aWeightOfTwoIsTheNumberTwice() {
    Quantiles weighted = Quantiles.of(VALUES.clone(), new float[] {1, 1, 2, 1});
    // 1 | 2 | 3 3 | 7: middles at 0.1, 0.3, 0.6, 0.9.
    assertThat(weighted.at(0.1)).isCloseTo(1, within(1e-12));
    assertThat(weighted.at(0.6)).isCloseTo(3, within(1e-12));
    assertThat(weighted.at(0.75)).isCloseTo(5, within(1e-12));
  }

  @Test
  void equalWeightsAreNone() {
    Quantiles weighted = Quantiles.of(VALUES.clone(), new float[] {3, 3, 3, 3});
    Quantiles none = Quantiles.of(VALUES.clone());
    for (double level = 0; level <= 1; level += 0.05) {
      assertThat(weighted.at(level)).isCloseTo(none.at(level), within(1e-6));
    }
  }

  @Test
  void negativeWeightsNeverTurnTheFunctionAround() {
    Quantiles weighted = Quantiles.of(VALUES.clone(), new float[] {2, 2, -1, 2});
    double last = 0;
    for (double level = 0; level <= 1; level += 0.01) {
      assertThat(weighted.at(level)).isGreaterThanOrEqualTo(last);
      last = weighted.at(level);
    }
    assertThat(Quantiles.of(VALUES.clone(), new float[] {-1, -1, 1, 1}).at(0.5))
        .isCloseTo(2.5, within(1e-12));
  }

  @Test
  void weightedNumbersOfBothSignsAreInOrder() {
    Quantiles weighted = Quantiles.of(new float[] {2, -3, 0, -1}, new float[] {1, 1, 1, 1});
    assertThat(weighted.at(0.125)).isEqualTo(-3);
    assertThat(weighted.at(0.375)).isEqualTo(-1);
    assertThat(weighted.at(0.5)).isCloseTo(-0.5, within(1e-12));
    assertThat(weighted.at(0.875)).isEqualTo(2);
  }

  @Test
  void theLevelOfAQuantileIsWhereItWasTaken() {
    Quantiles weighted = Quantiles.of(VALUES.clone(), new float[] {1, 1, 2, 1});
    for (double level = 0.1; level <= 0.9; level += 0.1) {
      assertThat(weighted.levelOf((float) weighted.at(level))).isCloseTo(level, within(1e-6));
    }
    assertThat(weighted.levelOf(-10)).isCloseTo(0.1, within(1e-12));
    assertThat(weighted.levelOf(10)).isCloseTo(0.9, within(1e-12));
  }
}
