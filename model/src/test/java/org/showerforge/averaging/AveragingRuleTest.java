package org.showerforge.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.network.StageState;

/** From the results of a round to the next state. */
final class AveragingRuleTest {
  private static final StageState START =
      new StageState(new float[] {1, 2, 3}, new float[] {0, 0}, new float[] {1});
  private static final List<StageState> ENDS =
      List.of(
          new StageState(new float[] {2, 2, 3.5f}, new float[] {1, 4}, new float[] {2}),
          new StageState(new float[] {4, 2, 2.5f}, new float[] {3, 8}, new float[] {6}));
  private static final List<Integer> SIZES = List.of(1, 3);

  @Test
  void byDefaultItIsTheMean() {
    Averaged next = AveragingRule.PLAIN.next(Averaged.start(START), ENDS, SIZES);
    StageState mean = StageState.mean(ENDS, SIZES);
    assertThat(next.state().parameters()).isEqualTo(mean.parameters());
    assertThat(next.state().updater()).isEqualTo(mean.updater());
    assertThat(next.state().average()).isEqualTo(mean.average());
    assertThat(next.velocity()).isEmpty();
  }

  @Test
  void theOuterStepMovesParametersAlone() {
    AveragingRule rule = new AveragingRule(new OuterStep(0.5, 0.5), AdaptivePeriod.CONSTANT, 32, 1);
    Averaged first = rule.next(Averaged.start(START), ENDS, SIZES);
    // The mean is 3.5, 2, 2.75; a step of d = 2.5 is 0.5 (d + 0.5 d).
    assertThat(first.state().parameters()).containsExactly(1 + 0.75f * 2.5f, 2, 3 - 0.75f * 0.25f);
    assertThat(first.velocity()).containsExactly(2.5f, 0, -0.25f);
    assertThat(first.state().updater()).containsExactly(2.5f, 7);
    assertThat(first.state().average()).containsExactly(5);
  }

  @Test
  void aQuorumIsRoundedUp() {
    assertThat(AveragingRule.PLAIN.needed(7)).isEqualTo(7);
    assertThat(quorum(0.5).needed(7)).isEqualTo(4);
    assertThat(quorum(0.75).needed(4)).isEqualTo(3);
    assertThat(quorum(0.07).needed(100)).isEqualTo(7);
    assertThat(quorum(0.01).needed(4)).isEqualTo(1);
  }

  private static AveragingRule quorum(double quorum) {
    return new AveragingRule(OuterStep.PLAIN, AdaptivePeriod.CONSTANT, 32, quorum);
  }

  @Test
  void aWholeRoundSendsWhatCodesHaveLeftOut() {
    ShardMemory before = ShardMemory.after(START);
    assertThat(before.start(new StageState(new float[] {9, 9, 9}, new float[0], new float[] {9})))
        .satisfies(
            start -> {
              assertThat(start.parameters()).containsExactly(9, 9, 9);
              assertThat(start.updater()).isEqualTo(START.updater());
              assertThat(start.average()).containsExactly(9);
            });
    StageState end =
        new StageState(new float[] {2, 2.001f, 3}, new float[] {5, 6}, new float[] {1.5f});
    ShardMemory.Coded coded = before.code(START, end);
    StageState decoded = coded.sent().state(START);
    assertThat(decoded.parameters()).containsExactly(2, 2, 3);
    assertThat(decoded.updater()).isEmpty();
    assertThat(coded.sent().bytes()).isEqualTo(3 + 4 + 1 + 4);
    assertThat(coded.kept().updater()).containsExactly(5, 6);
    // The next round does not move at all: what was left out comes with the whole state.
    ShardResult whole = coded.kept().whole(decoded);
    assertThat(whole.state(START).parameters()[1]).isCloseTo(2.001f, within(1e-6f));
    assertThat(whole.bytes()).isEqualTo(4 * (3 + 1));
  }
}
