package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The mean of workers' states, and the check that a state is made of numbers. */
final class StageStateTest {
  @Test
  void theMeanIsWeightedByEvents() {
    StageState mean =
        StageState.mean(
            List.of(state(1, 10, 100), state(5, 50, 500), state(-2, 0, 4)), List.of(1, 2, 5));
    assertThat(mean.parameters()).containsExactly((1 + 10 - 10) / 8f, -3);
    assertThat(mean.updater()).containsExactly((10 + 100) / 8f);
    assertThat(mean.average()).containsExactly((100 + 1000 + 20) / 8f);
  }

  @Test
  void theMeanOfOneIsItself() {
    StageState mean = StageState.mean(List.of(state(0.1f, 0.2f, 0.3f)), List.of(17));
    assertThat(mean.parameters()).containsExactly(0.1f, -3);
    assertThat(mean.updater()).containsExactly(0.2f);
    assertThat(mean.average()).containsExactly(0.3f);
  }

  @Test
  void oneBadNumberAnywhereIsSeen() {
    assertThat(state(1, -Float.MAX_VALUE, Float.MIN_VALUE).isFinite()).isTrue();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThat(state(bad, 1, 1).isFinite()).isFalse();
      assertThat(state(1, bad, 1).isFinite()).isFalse();
      assertThat(state(1, 1, bad).isFinite()).isFalse();
    }
  }

  private static StageState state(float parameter, float updater, float average) {
    return new StageState(
        new float[] {parameter, -3}, new float[] {updater}, new float[] {average});
  }
}
