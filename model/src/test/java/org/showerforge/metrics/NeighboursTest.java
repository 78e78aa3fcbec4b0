package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Precision, recall, density, coverage and memorisation, where they are known. */
final class NeighboursTest {
  private static final int EVENTS = 3000;
  private static final double[] ORIGIN = {0, 0, 0};
  private static final double[] ONES = {1, 1, 1};

  private static Rows gaussian(double[] means, double[] sigmas, long seed) {
    return TestTables.rows(TestTables.gaussian(EVENTS, means, sigmas, seed));
  }

  /** Expected coverage: 1 - (N - 1)..(N - k)/((2N - 1)..(2N - k)) (Naeem et al., proposition 2). */
  @Test
  void equalDistributionsAreCovered() {
    Neighbours found = Neighbours.of(gaussian(ORIGIN, ONES, 1), gaussian(ORIGIN, ONES, 2));
    assertThat(found.density()).isCloseTo(1, within(0.05));
    assertThat(found.coverage()).isCloseTo(1 - Math.pow(0.5, Neighbours.NEAREST), within(0.015));
    assertThat(found.precision()).isGreaterThan(0.95);
    assertThat(found.recall()).isGreaterThan(0.95);
  }

  @Test
  void whatIsFarAwayCoversNothing() {
    Neighbours found =
        Neighbours.of(gaussian(ORIGIN, ONES, 1), gaussian(new double[] {50, 0, 0}, ONES, 2));
    assertThat(found).isEqualTo(new Neighbours(0, 0, 0, 0));
  }

  @Test
  void aPartOfTheSpaceIsPreciseAndDoesNotRecall() {
    Rows real = gaussian(ORIGIN, ONES, 1);
    Rows narrow = gaussian(ORIGIN, new double[] {0.2, 0.2, 0.2}, 2);
    Neighbours found = Neighbours.of(real, narrow);
    assertThat(found.precision()).isGreaterThan(0.99);
    assertThat(found.recall()).isLessThan(0.2);
    assertThat(found.coverage()).isLessThan(0.2);
    Neighbours mirrored = Neighbours.of(narrow, real);
    assertThat(mirrored.precision()).isEqualTo(found.recall());
    assertThat(mirrored.recall()).isEqualTo(found.precision());
  }

  /** Events 0, 1, .. on a line: a ball of five neighbours reaches 3, at the ends 5. */
  @Test
  void ballsAreAsLargeAsCountedByHand() {
    float[] line = new float[20];
    float[] shifted = new float[20];
    for (int i = 0; i < line.length; i++) {
      line[i] = i;
      shifted[i] = i + 10.5f;
    }
    Neighbours found =
        Neighbours.of(
            TestTables.rows(TestTables.of(20, 1, line)),
            TestTables.rows(TestTables.of(20, 1, shifted)));
    // The last ball, of 19, reaches to 24 and holds 10.5 + 4..13: generated events 0 to 13.
    assertThat(found.precision()).isEqualTo(14 / 20.0);
    // Real balls with a generated event inside: of 8 (3 + 8 > 10.5) to 19.
    assertThat(found.coverage()).isEqualTo(12 / 20.0);
    assertThat(found.recall()).isEqualTo(14 / 20.0);
  }

  @Test
  void copiesAreFound() {
    Rows training = gaussian(ORIGIN, ONES, 1);
    Rows fresh = gaussian(ORIGIN, ONES, 2);
    Memorisation honest = Memorisation.of(training, fresh, gaussian(ORIGIN, ONES, 3));
    assertThat(honest.nearer()).isCloseTo(0.5, within(4 * honest.error()));
    assertThat(honest.copies()).isZero();
    Memorisation copied = Memorisation.of(training, fresh, training);
    assertThat(copied.nearer()).isGreaterThan(0.99);
    assertThat(copied.copies()).isEqualTo(EVENTS);
    double[] wide = {3, 3, 3};
    assertThat(Memorisation.of(training, fresh, gaussian(ORIGIN, wide, 4)).nearer())
        .isLessThan(0.3);
  }

  @Test
  void slicesSeeAShift() {
    SlicedDistance sliced = new SlicedDistance(3, 1);
    Rows a = gaussian(ORIGIN, ONES, 1);
    assertThat(sliced.of(a, a)).isZero();
    // A shift by 1 along an axis is |cos| of it along a direction: 1/2 on the average in 3-D.
    double shift = sliced.of(a, gaussian(new double[] {1, 0, 0}, ONES, 2));
    assertThat(shift).isCloseTo(0.5, within(0.12));
  }
}
