package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers as a reader wants them. */
final class DigitsTest {
  @Test
  void threeSignificantDigits() {
    assertThat(Digits.three(0)).isEqualTo("0");
    assertThat(Digits.three(1234.5)).isEqualTo("1,235");
    assertThat(Digits.three(-0.0012345)).isEqualTo("-0.00123");
    assertThat(Digits.three(31.04)).isEqualTo("31.0");
    assertThat(Digits.three(1.5e-7)).isEqualTo("1.50e-07");
    assertThat(Digits.three(2e6)).isEqualTo("2.00e+06");
  }

  @Test
  void closeValuesShowTheirDifference() {
    assertThat(Digits.resolving(0.993612, 0.000289)).isEqualTo("0.99361");
    assertThat(Digits.resolving(31.74, 1.7)).isEqualTo("31.7");
    assertThat(Digits.resolving(7517.2, 0.5)).isEqualTo("7,517.20");
    assertThat(Digits.resolving(5, 0)).isEqualTo("5.00");
  }
}
