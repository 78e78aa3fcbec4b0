package org.showerforge.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Deltas in 8 bits: how far they are off, and that what is left out is not lost. */
final class CodedDeltaTest {
  /** Not a whole number of blocks. */
  private static final int LENGTH = 3 * CodedDelta.BLOCK + 17;

  private static final int ROUNDS = 50;

  @Test
  void aNumberIsOffByHalfAScaleOfItsBlock() {
    Random random = new Random(1);
    float[] start = gaussians(random, 1);
    float[] end = gaussians(random, 1);
    for (int i = 0; i < CodedDelta.BLOCK; i++) {
      end[i] = start[i] + 1e-6f * (float) random.nextGaussian();
    }
    CodedDelta.Rest rest = CodedDelta.of(start, end, new float[LENGTH]);
    float[] decoded = rest.delta().from(new float[LENGTH]);
    for (int block = 0; block < LENGTH; block += CodedDelta.BLOCK) {
      double largest = 0;
      int to = Math.min(LENGTH, block + CodedDelta.BLOCK);
      for (int i = block; i < to; i++) {
        largest = Math.max(largest, Math.abs(end[i] - start[i]));
      }
      for (int i = block; i < to; i++) {
        double delta = end[i] - start[i];
        assertThat((double) decoded[i]).isCloseTo(delta, within(largest / 253));
        assertThat((double) decoded[i] + rest.residual()[i])
            .isCloseTo(delta, within(1e-6 * largest));
      }
    }
    assertThat(rest.delta().bytes()).isEqualTo(LENGTH + 4L * 4);
  }

  @Test
  void nothingToSayIsSaidExactly() {
    float[] same = gaussians(new Random(2), 3);
    CodedDelta.Rest rest = CodedDelta.of(same, same, new float[LENGTH]);
    assertThat(rest.delta().from(same)).isEqualTo(same);
    assertThat(rest.residual()).containsOnly(0);
  }

  @Test
  void theSmallestNumbersDoNotOverflowACode() {
    float[] end = new float[LENGTH];
    // The scale, 190/127 of the smallest number, is rounded to 1 of it: 190 has no code.
    for (int i = 0; i < LENGTH; i++) {
      end[i] = (i % 381 - 190) * Float.MIN_VALUE;
    }
    float[] decoded = CodedDelta.of(new float[LENGTH], end, new float[LENGTH]).delta().from(end);
    for (int i = 0; i < LENGTH; i++) {
      // It went the right way, if at all.
      assertThat((decoded[i] - end[i]) * Math.signum(end[i]) >= 0).isTrue();
    }
  }

  /** Each worker's small numbers lie below half a scale: without feedback they never move. */
  @Test
  void whatIsLeftOutComesLater() {
    float[] drift = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      drift[i] = i % CodedDelta.BLOCK == 0 ? 1 : 0.001f;
    }
    float[] received = new float[LENGTH];
    float[] residual = new float[LENGTH];
    for (int round = 0; round < ROUNDS; round++) {
      CodedDelta.Rest rest = CodedDelta.of(new float[LENGTH], drift, residual);
      received = rest.delta().from(received);
      residual = rest.residual();
    }
    for (int i = 0; i < LENGTH; i++) {
      assertThat((double) received[i] + residual[i])
          .isCloseTo((double) ROUNDS * drift[i], within(1e-5 * ROUNDS));
      assertThat((double) Math.abs(residual[i])).isLessThan(1.1 / 254);
    }
    assertThat(received[1]).isGreaterThan(0.04f);
  }

  @Test
  void aNumberThatIsNoneIsSeenAtTheOtherEnd() {
    float[] end = new float[LENGTH];
    end[300] = Float.NaN;
    assertThat(CodedDelta.of(new float[LENGTH], end, new float[LENGTH]).delta().from(end)[300])
        .isNaN();
  }

  private static float[] gaussians(Random random, double width) {
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) (width * random.nextGaussian());
    }
    return values;
  }
}
