package org.showerforge.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Longer rounds while workers agree, within bounds. */
final class AdaptivePeriodTest {
  private final AdaptivePeriod half = new AdaptivePeriod(0.5, 300);

  @Test
  void twiceAsLongWhileTheyAgreeElseHalf() {
    assertThat(half.next(50, 50, 0.49, 2)).isEqualTo(100);
    assertThat(half.next(100, 50, 0.51, 2)).isEqualTo(50);
  }

  @Test
  void agreementIsComparedWithThatOfRandomWalks() {
    // sqrt(17 - 1) = 4
    assertThat(half.next(50, 50, 1.99, 17)).isEqualTo(100);
    assertThat(half.next(100, 50, 2.01, 17)).isEqualTo(50);
  }

  @Test
  void neverBeyondTheBounds() {
    assertThat(half.next(200, 50, 0, 2)).isEqualTo(300);
    assertThat(half.next(300, 50, 0, 2)).isEqualTo(300);
    assertThat(half.next(75, 50, 1, 2)).isEqualTo(50);
    assertThat(half.next(50, 50, Double.POSITIVE_INFINITY, 2)).isEqualTo(50);
    assertThat(new AdaptivePeriod(1, Integer.MAX_VALUE).next(Integer.MAX_VALUE - 1, 1, 0, 2))
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void withoutAThresholdThePeriodIsConstant() {
    for (int workers : new int[] {1, 2, 9}) {
      for (double measured : new double[] {0, 0.3, 5, Double.NaN}) {
        assertThat(AdaptivePeriod.CONSTANT.next(50, 50, measured, workers)).isEqualTo(50);
      }
    }
  }
}
