package org.showerforge.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.PolarLayer;
import org.showerforge.detector.RectangularLayer;

/** The Monte Carlo in polar layers. */
final class PolarMonteCarloTest {
  private static final Material MATERIAL = Material.calogan(Readout.ALL_DEPOSITS);

  private static DetectorSpec detector(Layer... layers) {
    return new DetectorSpec(
        "test",
        List.of(new Condition("energy", "GeV", 1, 100, Condition.Scale.LOG)),
        List.of(layers),
        0,
        List.of());
  }

  @Test
  void spotsFallIntoTheCellOfTheirPlace() {
    // The same spots in four squares and in four sectors of rings: a quarter plane is a quarter
    // plane, so energies agree quarter by quarter.
    DetectorSpec squares = detector(new RectangularLayer("l", 2, 2, 1e9, 1e9, 200));
    DetectorSpec rings = detector(new PolarLayer("l", 4, List.of(0.0, 5.0, 20.0, 1e9), 200));
    double[] bySquare = new double[4];
    double[] byCell = new double[12];
    new ShowerMonteCarlo(squares, MATERIAL).shower(1, 0, 20, bySquare);
    new ShowerMonteCarlo(rings, MATERIAL).shower(1, 0, 20, byCell);
    // Sectors counter-clockwise from -pi; squares (x, y) as (-, -), (-, +), (+, -), (+, +).
    int[] square = {0, 2, 3, 1};
    for (int sector = 0; sector < 4; sector++) {
      double sum = byCell[3 * sector] + byCell[3 * sector + 1] + byCell[3 * sector + 2];
      assertThat(byCell[3 * sector]).isPositive();
      assertThat(sum).isCloseTo(bySquare[square[sector]], within(1e-6 * sum));
    }
  }

  @Test
  void aLayerWithoutADepthAndATableAreRefused() {
    DetectorSpec flat = detector(new PolarLayer("l", 4, List.of(0.0, 5.0), 0));
    assertThatThrownBy(() -> new ShowerMonteCarlo(flat, MATERIAL))
        .isInstanceOf(UserException.class)
        .hasMessage("detector test: layer l: depthMm is not stated; the Monte Carlo needs it");
    assertThatThrownBy(() -> new ShowerMonteCarlo(DetectorSpec.load("rich"), MATERIAL))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the Monte Carlo needs a calorimeter with layers");
  }
}
