package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;

/** Layers become totals and layers again; any totals at all become possible layers. */
final class TotalsTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");
  private static final int REFERENCE = 1;
  private static final Totals TOTALS =
      new Totals(CALOGAN, REFERENCE, new LateralWidths(CALOGAN), true);

  /** Three layers, each with an x and a y. */
  private static final int WIDTHS = 6;

  @Test
  void layersComeBack() {
    SplittableRandom random = new SplittableRandom(3);
    for (int event = 0; event < 2000; event++) {
      double energyGeV = 1 + 99 * random.nextDouble();
      double[] energy = new double[3];
      int[] cells = new int[3];
      for (int l = 0; l < 3; l++) {
        boolean empty = l != REFERENCE && random.nextInt(4) == 0;
        int most = CALOGAN.layers().get(l).cells();
        cells[l] = empty ? 0 : 1 + random.nextInt(most);
        double scale = l == REFERENCE ? 700 * energyGeV : 100 * energyGeV;
        energy[l] =
            empty ? 0 : cells[l] * CALOGAN.thresholdMeV() + scale * (1e-3 + random.nextDouble());
      }
      double[] variances = random.doubles(WIDTHS).toArray();
      double[] ratios = random.doubles(3).toArray();
      double[] totals =
          TOTALS.totals(
              new Totals.Layers(energy, cells, variances, ratios), energyGeV, Philox.of(5), event);
      Totals.Layers back = TOTALS.layers(totals, energyGeV);
      assertThat(totals).hasSize(TOTALS.size());
      assertThat(back.cells()).isEqualTo(cells);
      for (int k = 0; k < WIDTHS; k++) {
        // What spreads the width of a single cell is all that is lost.
        assertThat(back.variances()[k]).isCloseTo(variances[k], within(Totals.SMALL_VARIANCE / 2));
      }
      for (int l = 0; l < 3; l++) {
        assertThat(back.energyMeV()[l])
            .isCloseTo(energy[l], within(1e-9 * Math.max(energy[l], 1e-300)));
        // A layer without two cells has no ratio, which a number below all others says.
        assertThat(back.ratios()[l]).isEqualTo(cells[l] < 2 ? 0 : ratios[l]);
        double total = totals[6 + WIDTHS + l];
        assertThat(cells[l] < 2).isEqualTo(total < 0);
        assertThat(total).isBetween(-0.1, 1.0);
      }
    }
  }

  @Test
  void furtherTotalsLeaveTheOthersAsTheyAre() {
    double[] energy = {0, 80, 1.5};
    int[] cells = {0, 9, 1};
    double[] variances = {0, 0, 0.2, 0.1, 0, 0};
    double[] ratios = {0, 0.7, 0};
    Totals.Layers layers = new Totals.Layers(energy, cells, variances, ratios);
    double[] all = TOTALS.totals(layers, 2, Philox.of(5), 8);
    double[] first = new Totals(CALOGAN, REFERENCE, null, false).totals(layers, 2, Philox.of(5), 8);
    double[] widths =
        new Totals(CALOGAN, REFERENCE, new LateralWidths(CALOGAN), false)
            .totals(layers, 2, Philox.of(5), 8);
    assertThat(all).startsWith(widths).hasSize(15);
    assertThat(widths).startsWith(first).hasSize(12);
    assertThat(first).hasSize(6);
  }

  @Test
  void anyTotalsGivePossibleLayers() {
    SplittableRandom random = new SplittableRandom(4);
    int empty = 0;
    for (int event = 0; event < 2000; event++) {
      double energyGeV = 1 + 99 * random.nextDouble();
      double[] totals = new double[TOTALS.size()];
      for (int k = 0; k < totals.length; k++) {
        totals[k] = 5 * random.nextGaussian();
      }
      Totals.Layers layers = TOTALS.layers(totals, energyGeV);
      for (int l = 0; l < 3; l++) {
        int cells = layers.cells()[l];
        double energy = layers.energyMeV()[l];
        assertThat(cells).isBetween(0, CALOGAN.layers().get(l).cells());
        assertThat(energy).isFinite().isGreaterThanOrEqualTo(cells * CALOGAN.thresholdMeV());
        assertThat(energy == 0).isEqualTo(cells == 0);
        assertThat(layers.ratios()[l]).isBetween(0.0, 1.0);
        empty += cells == 0 ? 1 : 0;
      }
    }
    assertThat(empty).isPositive();
  }

  @Test
  void onlyCellsAboveTheThresholdAreMeasured() {
    float[] response = new float[10 + CALOGAN.cells()];
    response[9] = 1e6f;
    response[10] = 1;
    response[11] = Math.nextUp(1f);
    response[10 + CALOGAN.offset(1) - 1] = 5;
    response[10 + CALOGAN.offset(2)] = 7;
    Totals.Layers layers = TOTALS.measure(response, 10);
    assertThat(layers.cells()).containsExactly(2, 0, 1);
    assertThat(layers.energyMeV()).containsExactly((double) Math.nextUp(1f) + 5, 0, 7);
    assertThat(layers.ratios()).containsExactly((Math.nextUp(1f) - 1) / 4.0, 0, 0);
  }
}
