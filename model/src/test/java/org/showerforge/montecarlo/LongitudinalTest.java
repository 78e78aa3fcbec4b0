package org.showerforge.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.RectangularLayer;
import org.showerforge.metrics.ShowerSample;

/** Longitudinal profiles against the Gamma density that they are drawn from. */
final class LongitudinalTest {
  private static final double ENERGY_GEV = 10;
  private static final int EVENTS = 4000;

  /** One wide cell per layer, 20 layers of 1 X0 of CaloGAN's stack. */
  private static DetectorSpec stackOfX0(double x0Mm) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      layers.add(new RectangularLayer("layer_" + i, 1, 1, 1e7, 1e7, x0Mm));
    }
    return new DetectorSpec(
        "x0",
        List.of(new Condition("energy", "GeV", 1, 100, Condition.Scale.LOG)),
        layers,
        0,
        List.of());
  }

  /** The integral of the textbook density by Simpson's rule; shares no code with the class. */
  private static double integral(double alpha, double depth, double from, double to) {
    double beta = (alpha - 1) / depth;
    double norm = 0;
    double part = 0;
    int steps = 40_000;
    double end = 60;
    for (int i = 0; i <= steps; i++) {
      double t = end * i / steps;
      double f = Math.pow(t, alpha - 1) * Math.exp(-beta * t) * (i % 2 == 0 ? 2 : 4);
      norm += f;
      part += t >= from && t < to ? f : 0;
    }
    return part / norm;
  }

  @Test
  void aProfileIsTheIntegralOfItsDensity() {
    GammaProfile profile = GammaProfile.ofMaximum(4.2, 6.1);
    assertThat(profile.maximumX0()).isCloseTo(6.1, within(1e-12));
    for (double t : new double[] {1.5, 6, 12, 24}) {
      assertThat(profile.before(t)).isCloseTo(integral(4.2, 6.1, 0, t), within(2e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Readout.class)
  void theDrawsHaveTheirMeansSpreadsAndCorrelation(Readout readout) {
    Material material = Material.calogan(readout);
    LongitudinalModel.AtEnergy model = new LongitudinalModel(material).at(ENERGY_GEV);
    EventRandom random = new EventRandom(ShowerMonteCarlo.generator(5));
    int draws = 20_000;
    double[] sums = new double[5];
    for (int i = 0; i < draws; i++) {
      random.begin(i);
      GammaProfile profile = random.profile(model);
      double a = (Math.log(profile.maximumX0()) - model.meanLnT()) / model.sigmaLnT();
      double b = (Math.log(profile.alpha()) - model.meanLnAlpha()) / model.sigmaLnAlpha();
      double[] terms = {a, b, a * a, b * b, a * b};
      Arrays.setAll(sums, k -> sums[k] + terms[k] / draws);
    }
    double error = 4 / Math.sqrt(draws);
    assertThat(sums[0]).isCloseTo(0, within(error));
    assertThat(sums[1]).isCloseTo(0, within(error));
    assertThat(sums[2]).isCloseTo(1, within(1.5 * error));
    assertThat(sums[3]).isCloseTo(1, within(1.5 * error));
    assertThat(sums[4]).isCloseTo(model.correlation(), within(1.5 * error));
  }

  @Test
  void theCoefficientsAtTenGeVByHand() {
    Material material = new Material(15.6, 36.8, 10, 70, 0, 1, 1, 0);
    LongitudinalModel.AtEnergy model = new LongitudinalModel(material).at(10);
    double lnY = Math.log(1000);
    assertThat(Math.exp(model.meanLnT())).isCloseTo(6.9078 - 0.812, within(1e-4));
    assertThat(Math.exp(model.meanLnAlpha()))
        .isCloseTo(0.81 + (0.458 + 2.26 / 70) * lnY, within(1e-9));
    assertThat(model.sigmaLnT()).isCloseTo(1 / (1.26 * lnY - 1.4), within(1e-9));
    assertThat(model.sigmaLnAlpha()).isCloseTo(1 / (0.86 * lnY - 0.58), within(1e-9));
    assertThat(model.correlation()).isCloseTo(0.705 - 0.023 * lnY, within(1e-9));
    Material plates = new Material(15.6, 36.8, 10, 70, 0.4, 0.7, 0.17, 0.1);
    LongitudinalModel.AtEnergy sampled = new LongitudinalModel(plates).at(10);
    assertThat(Math.exp(sampled.meanLnT()))
        .isCloseTo(6.9078 - 0.812 - 0.55 * 0.4 - 0.69 * 0.3, within(1e-4));
    assertThat(Math.exp(sampled.meanLnAlpha()))
        .isCloseTo(0.81 + (0.458 + 2.26 / 70) * lnY - 0.476 * 0.4, within(1e-9));
  }

  /**
   * Within 4.5 standard errors of the mean of the drawn profiles, plus 0.02 % for the quadrature.
   */
  @Test
  void meanLayerEnergiesAreTheMeanOfTheDensity() {
    Material material = Material.calogan(Readout.ALL_DEPOSITS);
    DetectorSpec spec = stackOfX0(material.radiationLengthMm());
    float[] energies = new float[EVENTS];
    Arrays.fill(energies, (float) ENERGY_GEV);
    ShowerSample sample = new ShowerMonteCarlo(spec, material).generate(3, 0, energies);
    LongitudinalModel.AtEnergy model = new LongitudinalModel(material).at(ENERGY_GEV);
    for (int layer = 0; layer < 20; layer++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < EVENTS; i++) {
        double part = sample.cellMeV(i, layer) / (1000 * ENERGY_GEV);
        sum += part;
        squares += part * part;
      }
      double mean = sum / EVENTS;
      double error = Math.sqrt((squares / EVENTS - mean * mean) / EVENTS);
      assertThat(mean)
          .as("layer %d", layer)
          .isCloseTo(expected(model, layer), within(4.5 * error + 2e-4));
    }
  }

  /** The mean density over the normal spread of (ln T, ln alpha), on a grid of 25 x 25. */
  private static double expected(LongitudinalModel.AtEnergy model, int layer) {
    double sum = 0;
    double norm = 0;
    double rho = model.correlation();
    for (int i = -12; i <= 12; i++) {
      for (int k = -12; k <= 12; k++) {
        double u = i / 3.0;
        double v = k / 3.0;
        double weight = Math.exp(-(u * u + v * v) / 2);
        double depth = Math.exp(model.meanLnT() + model.sigmaLnT() * u);
        double alpha =
            Math.exp(
                model.meanLnAlpha()
                    + model.sigmaLnAlpha() * (rho * u + Math.sqrt(1 - rho * rho) * v));
        GammaProfile profile = GammaProfile.ofMaximum(Math.max(alpha, 1.1), depth);
        sum += weight * (profile.before(layer + 1) - profile.before(layer));
        norm += weight;
      }
    }
    return sum / norm;
  }

  /**
   * The paper fits the mean profile of all showers apart: T = ln y - 0.858 and alpha = 0.21 +
   * (0.492 + 2.38/Z) ln y. The mean of fluctuating showers must agree with it to the quality of the
   * fits.
   */
  @Test
  void theMeanOfTheShowersIsNearThePapersMeanProfile() {
    Material material = Material.calogan(Readout.ALL_DEPOSITS);
    LongitudinalModel.AtEnergy model = new LongitudinalModel(material).at(ENERGY_GEV);
    double lnY = Math.log(1000 * ENERGY_GEV / material.criticalEnergyMev());
    double alpha = 0.21 + (0.492 + 2.38 / material.effectiveZ()) * lnY;
    GammaProfile mean = GammaProfile.ofMaximum(alpha, lnY - 0.858);
    for (int layer = 0; layer < 20; layer++) {
      assertThat(expected(model, layer))
          .as("layer %d", layer)
          .isCloseTo(mean.before(layer + 1) - mean.before(layer), within(0.005));
    }
  }
}
