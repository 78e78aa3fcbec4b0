package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.DetectorSpec;

/** A tilted layer has the width that was asked for, its energy and its recorded cells. */
final class WidthTiltTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");
  private static final LateralWidths WIDTHS = new LateralWidths(CALOGAN);
  private static final double THRESHOLD = CALOGAN.thresholdMeV();

  @Test
  void everyLayerAndAxisOfCaloGanHasAWidth() {
    assertThat(WIDTHS.profiles().stream().map(LateralWidths.Profile::layer))
        .containsExactly(0, 0, 1, 1, 2, 2);
    // Two equal cells at the ends: a variance of 1 in units of the reach; a cell alone has none.
    float[] response = new float[3 + CALOGAN.cells()];
    response[3 + CALOGAN.offset(1)] = 5;
    response[3 + CALOGAN.offset(1) + 11] = 5;
    response[3 + CALOGAN.offset(2)] = 5;
    double[] variances = WIDTHS.measure(response, 3, THRESHOLD);
    assertThat(variances).containsExactly(0, 0, 0, 1, 0, 0);
  }

  @Test
  void reachableWidthsAreMetAndOthersApproached() {
    SplittableRandom random = new SplittableRandom(1);
    int met = 0;
    int trials = 0;
    for (int event = 0; event < 500; event++) {
      for (LateralWidths.Profile profile : WIDTHS.profiles()) {
        int width = profile.places().length;
        float[] cells = new float[CALOGAN.cells()];
        int count = 0;
        double energy = 0;
        for (int i = 0; i < width; i++) {
          if (random.nextInt(8) == 0) {
            float cell = (float) (THRESHOLD + 0.01 + 30 * Math.exp(random.nextGaussian()));
            cells[profile.offset() + i] = cell;
            energy += cell;
            count++;
          }
        }
        double before = profile.variance(cells, 0, THRESHOLD);
        double asked = before * (0.7 + 0.6 * random.nextDouble());
        tilt(cells, profile.offset(), THRESHOLD, profile.places(), asked);
        double sum = 0;
        int left = 0;
        for (float cell : cells) {
          sum += cell;
          left += cell > THRESHOLD ? 1 : 0;
        }
        assertThat(sum).isCloseTo(energy, within(1e-5 * energy));
        assertThat(left).isEqualTo(count);
        double after = profile.variance(cells, 0, THRESHOLD);
        assertThat(Math.abs(after - asked)).isLessThanOrEqualTo(Math.abs(before - asked) + 1e-9);
        trials += before > 0 ? 1 : 0;
        // The centre moves a little, and with it the width.
        met += before > 0 && Math.abs(after - asked) < 0.03 * asked ? 1 : 0;
      }
    }
    assertThat(met).isGreaterThan(trials * 3 / 4);
  }

  @Test
  void cellsAtOnePlaceStayAsTheyAre() {
    float[] cells = {0, 3, 7, 0};
    float[] before = cells.clone();
    double[] places = {-1, 0.5, 0.5, 1};
    tilt(cells, 0, 1, places, 0.3);
    assertThat(cells).isEqualTo(before);
  }

  @Test
  void whatCannotBeReachedStaysPossible() {
    double[] places = {-1, 0, 1};
    for (double asked : new double[] {0, 1e-12, 5}) {
      float[] cells = {2, 9, 4};
      tilt(cells, 0, 1, places, asked);
      assertThat(cells[0] + cells[1] + cells[2]).isCloseTo(15, within(1e-4f));
      for (float cell : cells) {
        assertThat(cell).isGreaterThan(1);
      }
    }
  }

  private static void tilt(
      float[] cells, int from, double threshold, double[] places, double variance) {
    RecordedCells layer =
        new RecordedCells(places.length, threshold, Math.nextUp((float) threshold));
    layer.read(cells, from, places.length);
    WidthTilt.apply(layer, places, variance);
    layer.write(cells, from, places.length);
  }
}
