package org.showerforge.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounded energies are near, on the grid, and on the same side of the threshold. */
final class RoundingTest {
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 22, 23})
  void energiesAreRoundedToTheNearest(int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    for (float threshold : new float[] {0, 1, 0.7f}) {
      float[] cells = new float[3000];
      for (int i = 3; i < cells.length; i++) {
        cells[i] = threshold + (float) Math.exp(12 * random.nextDouble() - 6);
      }
      cells[1] = Math.nextUp(threshold);
      cells[2] = threshold == 0 ? 0.3f : Math.nextDown(2 * threshold);
      float[] rounded = cells.clone();
      Rounding.round(rounded, bits, threshold);
      assertThat(rounded[0]).isZero();
      for (int i = 1; i < cells.length; i++) {
        assertThat(rounded[i]).isGreaterThan(threshold);
        int dropped = Float.floatToRawIntBits(rounded[i]) & ((1 << (23 - bits)) - 1);
        assertThat(dropped).isZero();
        double ulp =
            Math.scalb(1.0, Math.max(Float.MIN_EXPONENT, Math.getExponent(cells[i])) - bits);
        boolean nextToTheThreshold = cells[i] < threshold + ulp;
        assertThat((double) Math.abs(rounded[i] - cells[i]))
            .isLessThanOrEqualTo(nextToTheThreshold ? ulp : ulp / 2);
      }
    }
  }
}
