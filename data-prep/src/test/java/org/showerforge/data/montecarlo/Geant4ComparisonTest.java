package org.showerforge.data.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.showerforge.data.montecarlo.Geant4Comparison.Quantity;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.montecarlo.Material;
import org.showerforge.montecarlo.Readout;

/**
 * The Monte Carlo against Geant4's positrons of the same energies. Nothing was fitted to them, so
 * the bounds are those of the parametrisation: what docs/montecarlo.md finds, with some room.
 */
final class Geant4ComparisonTest {

  @Test
  void depthWidthAndResponseAreNearGeant4s() throws IOException {
    ShowerSample geant4 = Geant4Comparison.read(Geant4Comparison.SAMPLES);
    ShowerSample showers =
        Geant4Comparison.simulate(geant4, Material.calogan(Readout.ALL_DEPOSITS));
    Map<String, double[]> full = Geant4Comparison.features(geant4);
    Map<String, double[]> fast = Geant4Comparison.features(showers);
    for (double[] bin : new double[][] {{1, 3}, {4, 6}, {9, 11}, {17, 20}}) {
      near(Quantity.RESPONSE, bin, geant4, full, showers, fast, 0.004);
      near(Quantity.FRACTION_0, bin, geant4, full, showers, fast, 0.025);
      near(Quantity.FRACTION_0_RMS, bin, geant4, full, showers, fast, 0.015);
      near(Quantity.WIDTH_0, bin, geant4, full, showers, fast, 2);
      near(Quantity.WIDTH_1, bin, geant4, full, showers, fast, 1.5);
      near(Quantity.OCCUPIED_0, bin, geant4, full, showers, fast, 0.04);
    }
  }

  private static void near(
      Quantity quantity,
      double[] bin,
      ShowerSample geant4,
      Map<String, double[]> full,
      ShowerSample showers,
      Map<String, double[]> fast,
      double tolerance) {
    assertThat(quantity.of(showers, fast, bin[0], bin[1]))
        .as("%s, %s-%s GeV", quantity, bin[0], bin[1])
        .isCloseTo(quantity.of(geant4, full, bin[0], bin[1]), within(tolerance));
  }
}
