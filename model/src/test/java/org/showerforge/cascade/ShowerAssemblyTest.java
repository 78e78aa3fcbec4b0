package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.detector.DetectorSpec;

/** Whatever the cells are, the assembled layers obey the energies and counts they were given. */
final class ShowerAssemblyTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");
  private static final int OFFSET = 11;
  private static final float OUTSIDE = -17;

  /** What the cells look like before. */
  enum Cells {
    SMOOTH,
    FEW_VALUES,
    ALL_EQUAL,
    ALL_ZERO,
    NEARLY_EQUAL
  }

  @ParameterizedTest
  @EnumSource(Cells.class)
  void layersObeyTheirTotals(Cells kind) {
    SplittableRandom random = new SplittableRandom(kind.name().length());
    ShowerAssembly assembly = new ShowerAssembly(CALOGAN, null);
    for (int event = 0; event < 300; event++) {
      float[] before = cells(random, kind);
      float[] after = before.clone();
      int[] keep = new int[3];
      double[] energy = new double[3];
      for (int l = 0; l < 3; l++) {
        int all = CALOGAN.layers().get(l).cells();
        keep[l] =
            switch (random.nextInt(5)) {
              case 0 -> 0;
              case 1 -> all;
              case 2 -> 1;
              default -> random.nextInt(all + 1);
            };
        double excess = random.nextInt(4) == 0 ? 0 : Math.exp(8 * random.nextDouble() - 4);
        energy[l] = keep[l] == 0 ? 0 : keep[l] * CALOGAN.thresholdMeV() + excess;
      }
      assembly.constrain(after, OFFSET, new Totals.Layers(energy, keep));
      for (int l = 0; l < 3; l++) {
        check(before, after, l, energy[l], keep[l]);
      }
      assertOutside(after);
    }
  }

  /** The last step is the pair's; widths are tested with the tilt. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ratiosAreMet(boolean tilted) {
    SplittableRandom random = new SplittableRandom(5);
    LateralWidths widths = new LateralWidths(CALOGAN);
    ShowerAssembly assembly = new ShowerAssembly(CALOGAN, tilted ? widths : null);
    for (int event = 0; event < 300; event++) {
      float[] before = cells(random, Cells.SMOOTH);
      float[] after = before.clone();
      int[] keep = new int[3];
      double[] energy = new double[3];
      for (int l = 0; l < 3; l++) {
        keep[l] = random.nextInt(random.nextBoolean() ? 4 : CALOGAN.layers().get(l).cells() + 1);
        double excess = 20 * Math.exp(4 * random.nextDouble());
        energy[l] = keep[l] == 0 ? 0 : keep[l] * CALOGAN.thresholdMeV() + excess;
      }
      double[] variances = random.doubles(widths.profiles().size(), 0.02, 0.3).toArray();
      double[] ratios = random.doubles(3).toArray();
      assembly.constrain(after, OFFSET, new Totals.Layers(energy, keep, variances, ratios));
      for (int l = 0; l < 3; l++) {
        check(before, after, l, energy[l], keep[l]);
        RecordedCells recorded =
            new RecordedCells(CALOGAN.cells(), CALOGAN.thresholdMeV(), CALOGAN.leastRecordedMeV());
        recorded.read(after, OFFSET + CALOGAN.offset(l), CALOGAN.layers().get(l).cells());
        double ratio = HottestPair.ratio(recorded);
        assertThat(ratio).isCloseTo(keep[l] < 2 ? 0 : ratios[l], within(1e-5));
      }
      assertOutside(after);
    }
  }

  private static void check(float[] before, float[] after, int layer, double energy, int keep) {
    int from = OFFSET + CALOGAN.offset(layer);
    double sum = 0;
    int kept = 0;
    float coldestKept = Float.POSITIVE_INFINITY;
    float hottestDropped = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + CALOGAN.layers().get(layer).cells(); i++) {
      if (after[i] == 0) {
        hottestDropped = Math.max(hottestDropped, before[i]);
      } else {
        assertThat(after[i]).isFinite().isGreaterThan((float) CALOGAN.thresholdMeV());
        coldestKept = Math.min(coldestKept, before[i]);
        kept++;
        sum += after[i];
      }
    }
    assertThat(kept).isEqualTo(keep);
    assertThat(sum).isCloseTo(energy, within(1e-5 * energy));
    assertThat(hottestDropped).isLessThanOrEqualTo(coldestKept);
  }

  private static void assertOutside(float[] cells) {
    for (int i = 0; i < OFFSET; i++) {
      assertThat(cells[i]).isEqualTo(OUTSIDE);
      assertThat(cells[cells.length - 1 - i]).isEqualTo(OUTSIDE);
    }
  }

  private static float[] cells(SplittableRandom random, Cells kind) {
    float[] cells = new float[CALOGAN.cells() + 2 * OFFSET];
    Arrays.fill(cells, OUTSIDE);
    for (int i = OFFSET; i < OFFSET + CALOGAN.cells(); i++) {
      cells[i] =
          switch (kind) {
            case SMOOTH -> (float) Math.exp(3 * random.nextGaussian());
            case FEW_VALUES -> random.nextInt(3);
            case ALL_EQUAL -> 0.25f;
            case ALL_ZERO -> 0;
            case NEARLY_EQUAL -> random.nextBoolean() ? 1e3f : Math.nextUp(1e3f);
          };
    }
    return cells;
  }

  @Test
  void theOrderOfTheCellsIsKept() {
    ShowerAssembly assembly = new ShowerAssembly(CALOGAN, null);
    SplittableRandom random = new SplittableRandom(9);
    float[] before = cells(random, Cells.SMOOTH);
    float[] after = before.clone();
    assembly.constrain(
        after, OFFSET, new Totals.Layers(new double[] {900, 900, 900}, new int[] {40, 40, 40}));
    for (int l = 0; l < 3; l++) {
      int from = OFFSET + CALOGAN.offset(l);
      for (int i = from + 1; i < from + CALOGAN.layers().get(l).cells(); i++) {
        if (before[i] > before[i - 1]) {
          assertThat(after[i]).isGreaterThanOrEqualTo(after[i - 1]);
        } else {
          assertThat(after[i]).isLessThanOrEqualTo(after[i - 1]);
        }
      }
    }
  }
}
