package org.showerforge.data.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** The split of events. */
final class SplitFractionsTest {

  @Test
  void consecutiveIdsAreDividedInProportion() {
    int n = 100_000;
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    for (long id = Long.MAX_VALUE - n / 2;
        counts.values().stream().mapToInt(i -> i).sum() < n;
        id++) {
      counts.merge(SplitFractions.DEFAULT.splitOf(id), 1, Integer::sum);
    }
    // Five binomial standard deviations are at most 0.8 per cent of n.
    assertThat(counts.get(Split.TRAIN)).isCloseTo(70_000, within(800));
    assertThat(counts.get(Split.VALIDATION)).isCloseTo(5_000, within(800));
    assertThat(counts.get(Split.TEST)).isCloseTo(25_000, within(800));
  }

  @Test
  void theMixIsSplitMix64s() {
    // SplitMix64 with seed 0 first returns mix(golden gamma); Vigna's reference code prints this.
    assertThat(SplitFractions.mix(0x9e3779b97f4a7c15L)).isEqualTo(0xe220a8397b1dcdafL);
  }

  @Test
  void aSplitOfNothingGetsNothing() {
    SplitFractions all = new SplitFractions(1, 0, 0);
    SplitFractions thirds = new SplitFractions(0.9, 0.1, 0);
    for (long id = 0; id < 10_000; id++) {
      assertThat(all.splitOf(id)).isEqualTo(Split.TRAIN);
      assertThat(thirds.splitOf(id)).isNotEqualTo(Split.TEST);
    }
  }

  @Test
  void fractionsThatAreNotAllAreRefused() {
    assertThatThrownBy(() -> new SplitFractions(0.7, 0.1, 0.1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("must be 1")
        .hasMessageContaining("0.7 + 0.1 + 0.1");
    assertThatThrownBy(() -> new SplitFractions(1.1, -0.1, 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("validation and test >= 0");
    assertThatThrownBy(() -> new SplitFractions(Double.NaN, 0, 1))
        .isInstanceOf(UserException.class);
  }
}
