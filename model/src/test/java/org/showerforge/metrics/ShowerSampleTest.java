package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** Samples keep to their detector. */
final class ShowerSampleTest {
  private static final int CELLS = TestShowers.SMALL.cells();

  @Test
  void wrongLengthsAreNamed() {
    assertThatThrownBy(() -> new ShowerSample(TestShowers.SMALL, 2, new float[2], new float[CELLS]))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "sample of detector small: response has 112 values, but 2 events of 112 values need"
                + " 224");
  }

  @Test
  void theThresholdCutsBelowAndKeepsAtIt() {
    float[] response = new float[CELLS];
    response[0] = 0.999f;
    response[1] = 1;
    response[2] = -3;
    ShowerSample cut =
        new ShowerSample(TestShowers.SMALL, 1, new float[] {5}, response).withThreshold();
    assertThat(cut.cellMeV(0, 0)).isZero();
    assertThat(cut.cellMeV(0, 1)).isEqualTo(1);
    assertThat(cut.cellMeV(0, 2)).isZero();
    assertThat(response[0]).as("the given array is left alone").isEqualTo(0.999f);
  }

  @Test
  void theFirstEventsAreTheFirst() {
    ShowerSample all = TestShowers.make(5, 1, TestShowers.Distortion.NONE);
    ShowerSample first = all.first(2);
    assertThat(first.size()).isEqualTo(2);
    assertThat(first.incidentGeV(1)).isEqualTo(all.incidentGeV(1));
    assertThat(first.totalMeV(1)).isEqualTo(all.totalMeV(1));
    assertThatThrownBy(() -> all.first(6)).hasMessage("sample of 5 events has no first 6");
  }
}
