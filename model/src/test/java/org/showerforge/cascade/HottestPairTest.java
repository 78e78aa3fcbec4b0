package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer is given its ratio, and keeps its energy, its recorded cells and their order. */
final class HottestPairTest {
  private static final double THRESHOLD = 1;
  private static final float LEAST = Math.nextUp(1f);

  /** Of cells beside the layer. */
  private static final float OUTSIDE = 77;

  private static float[] applied(double ratio, float... cells) {
    float[] changed = cells.clone();
    apply(changed, 0, changed.length, ratio);
    return changed;
  }

  /** As an assembly does: a layer without two recorded cells has no pair. */
  private static void apply(float[] cells, int from, int width, double ratio) {
    RecordedCells recorded = recorded(cells, from, width);
    if (recorded.count() > 1) {
      HottestPair.apply(recorded, ratio);
    }
    recorded.write(cells, from, width);
  }

  private static RecordedCells recorded(float[] cells, int from, int width) {
    RecordedCells recorded = new RecordedCells(width, THRESHOLD, LEAST);
    recorded.read(cells, from, width);
    return recorded;
  }

  private static double ratio(float[] cells, int from, int width) {
    return HottestPair.ratio(recorded(cells, from, width));
  }

  private static void assertCells(float[] cells, double... expected) {
    for (int i = 0; i < cells.length; i++) {
      assertThat((double) cells[i]).as("cell %d", i).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void onlyRecordedCellsHaveARatio() {
    float[] response = {OUTSIDE, 3, 0.5f, 9, 1, OUTSIDE};
    assertThat(ratio(response, 1, 4)).isEqualTo(2.0 / 8);
    assertThat(ratio(response, 2, 3)).isZero();
    assertThat(ratio(response, 2, 1)).isZero();
    assertThat(ratio(new float[] {4, 6, 6}, 0, 3)).isEqualTo(1);
  }

  /** Excesses 2, 8 and 3: the two share 11, as 2 : 1, and the third stays. */
  @Test
  void theTwoShareTheirEnergyAnew() {
    assertCells(applied(0.5, 3, 0, 9, 4), 3, 0, 1 + 22 / 3.0, 1 + 11 / 3.0);
  }

  /** A tenth of the hottest's would be less than the third has: 13 a/(a + 0.1 a 5/3) is a's. */
  @Test
  void allButTheHottestAreScaledWhereTheThirdIsHotter() {
    double first = 13 / (1 + 0.1 * 5 / 3);
    double factor = 0.1 * first / 3;
    assertCells(applied(0.1, 3, 0, 9, 4), 1 + 2 * factor, 0, 1 + first, 1 + 3 * factor);
  }

  @Test
  void theFirstOfCellsThatTieIsTheHotterOne() {
    assertCells(applied(0.5, 5, 5, 2), 1 + 16 / 3.0, 1 + 8 / 3.0, 2);
    assertCells(applied(1, 2, 9, 5, 5), 2, 7, 7, 5);
    assertCells(applied(0.5, 4, 4, 4), 1 + 9 / 2.0, 1 + 9 / 4.0, 1 + 9 / 4.0);
  }

  @Test
  void theEndsOfTheRange() {
    assertThat(applied(0, 3, 0, 9, 4)).containsExactly(LEAST, 0, 14, LEAST);
    assertThat(applied(0, 3, 9)).containsExactly(LEAST, 11);
    assertCells(applied(1, 3, 0, 9, 4), 3, 0, 6.5, 6.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void fewerThanTwoCellsAreLeftAlone(double ratio) {
    assertThat(applied(ratio, 0, 7, 0)).containsExactly(0, 7, 0);
    assertThat(applied(ratio, 0, 0)).containsExactly(0, 0);
    assertThat(applied(ratio, 7)).containsExactly(7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void cellsThatHaveNothingToShareStayRecorded(double ratio) {
    for (float cell : applied(ratio, LEAST, LEAST, LEAST)) {
      assertThat(cell).isGreaterThanOrEqualTo(LEAST).isCloseTo(1, within(1e-6f));
    }
  }

  /** What a layer's cells look like before. */
  enum Cells {
    SMOOTH,
    FEW_VALUES,
    ALL_EQUAL,
    ONE_HOT
  }

  @ParameterizedTest
  @EnumSource(Cells.class)
  void anyLayerMeetsAnyRatio(Cells kind) {
    SplittableRandom random = new SplittableRandom(kind.name().length());
    int alone = 0;
    int together = 0;
    for (int trial = 0; trial < 3000; trial++) {
      int width = 1 + random.nextInt(trial % 2 == 0 ? 4 : 40);
      float[] before = layer(random, kind, width);
      float[] after = before.clone();
      double ratio =
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> random.nextDouble();
          };
      apply(after, 1, width, ratio);
      assertThat(after[0]).isEqualTo(OUTSIDE);
      assertThat(after[width + 1]).isEqualTo(OUTSIDE);
      List<Integer> hottest =
          IntStream.rangeClosed(1, width)
              .filter(i -> before[i] > THRESHOLD)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> -before[i]))
              .toList();
      if (hottest.size() < 2) {
        assertThat(after).isEqualTo(before);
        continue;
      }
      assertLike(before, after, hottest);
      // What rounding an energy in single precision changes of the hottest excess, at least 0.1.
      assertThat(ratio(after, 1, width)).isCloseTo(ratio, within(2e-6));
      if (hottest.size() > 2) {
        int third = hottest.get(2);
        alone += after[third] == before[third] ? 1 : 0;
        together += after[third] == before[third] ? 0 : 1;
      }
    }
    assertThat(alone).isGreaterThan(100);
    assertThat(together).isGreaterThan(100);
  }

  /** The same cells in the same order with the same energy. */
  private static void assertLike(float[] before, float[] after, List<Integer> hottest) {
    double energy = 0;
    double difference = 0;
    float last = Float.POSITIVE_INFINITY;
    for (int i : hottest) {
      assertThat(after[i]).isGreaterThanOrEqualTo(LEAST).isLessThanOrEqualTo(last);
      last = after[i];
      energy += before[i];
      difference += (double) after[i] - before[i];
    }
    assertThat(Math.abs(difference)).isLessThan(1e-6 * energy);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i] == 0).isEqualTo(before[i] == 0);
    }
  }

  private static float[] layer(SplittableRandom random, Cells kind, int width) {
    float[] cells = new float[width + 2];
    Arrays.fill(cells, OUTSIDE);
    for (int i = 1; i <= width; i++) {
      double excess =
          switch (kind) {
            case SMOOTH -> 0.1 + Math.exp(2 * random.nextGaussian());
            case FEW_VALUES -> 1 + random.nextInt(3);
            case ALL_EQUAL -> 3;
            case ONE_HOT -> i == 1 ? 1000 : 0.1 + random.nextDouble();
          };
      cells[i] = random.nextInt(3) == 0 ? 0 : (float) (THRESHOLD + excess);
    }
    return cells;
  }
}
