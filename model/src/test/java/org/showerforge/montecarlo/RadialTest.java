package org.showerforge.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.RectangularLayer;

/** Radial profiles against the analytic density, in slices of depth. */
final class RadialTest {
  private static final int STRIPS = 40;
  private static final double STRIP_MM = 6;
  private static final int EVENTS = 600;

  @Test
  void theCoefficientsByHand() {
    Material material = new Material(15.6, 36.8, 10, 70, 0, 1, 1, 0);
    RadialProfile profile = RadialProfile.at(1.2, Math.E, material);
    assertThat(profile.core())
        .isCloseTo(0.0251 + 0.00319 + (0.1162 - 0.000381 * 70) * 1.2, within(1e-12));
    assertThat(profile.tail())
        .isCloseTo(
            (0.659 - 0.00309 * 70)
                * (Math.exp(-2.59 * (1.2 - 0.645)) + Math.exp((0.3585 + 0.0421) * (1.2 - 0.645))),
            within(1e-12));
    double x = (0.401 + 0.00187 * 70 - 1.2) / (1.313 - 0.0686);
    assertThat(profile.coreWeight())
        .isCloseTo((2.632 - 0.00094 * 70) * Math.exp(x - Math.exp(x)), within(1e-12));
    RadialProfile sampled =
        RadialProfile.at(1.2, Math.E, new Material(15.6, 36.8, 10, 70, 0.4, 0.7, 0.17, 0.1));
    assertThat(sampled.core() - profile.core())
        .isCloseTo(-0.0203 * 0.3 + 0.0397 * 0.4 * Math.exp(-1.2), within(1e-12));
    assertThat(sampled.tail() - profile.tail())
        .isCloseTo(-0.14 * 0.3 - 0.495 * 0.4 * Math.exp(-1.2), within(1e-12));
    assertThat(sampled.coreWeight() - profile.coreWeight())
        .isCloseTo(0.3 * (0.348 - 0.642 * 0.4 * Math.exp(-0.04)), within(1e-12));
  }

  /**
   * Strips along y that are endless in x. A term of f(r) is the density R^2/(pi (x^2+y^2+R^2)^2) of
   * (x, y), whose integral over x and from 0 to y is y/(2 sqrt(y^2+R^2)). Every event's strips are
   * compared with that for its own longitudinal profile: the mean difference over the events is
   * within 4.5 of its standard errors, plus 1e-5 of the energy for rounding.
   */
  @ParameterizedTest
  @EnumSource(Readout.class)
  void energyInStripsIsThatOfTheDensity(Readout readout) {
    Material material = Material.calogan(readout);
    double x0 = material.radiationLengthMm();
    List<Layer> layers =
        List.of(strips("early", 2 * x0), strips("middle", 5 * x0), strips("late", 8 * x0));
    DetectorSpec spec =
        new DetectorSpec(
            "strips",
            List.of(new Condition("energy", "GeV", 1, 100, Condition.Scale.LOG)),
            layers,
            0,
            List.of());
    ShowerMonteCarlo monteCarlo = new ShowerMonteCarlo(spec, material);
    double energyGeV = 5;
    double[] sum = new double[spec.cells()];
    double[] squares = new double[spec.cells()];
    double[] shower = new double[spec.cells()];
    for (int event = 0; event < EVENTS; event++) {
      monteCarlo.shower(7, event, energyGeV, shower);
      double[] expected = expected(material, spec, event, energyGeV);
      for (int cell = 0; cell < shower.length; cell++) {
        double difference =
            shower[cell] / (1000 * energyGeV * material.visibleFraction()) - expected[cell];
        sum[cell] += difference;
        squares[cell] += difference * difference;
      }
    }
    for (int cell = 0; cell < shower.length; cell++) {
      double mean = sum[cell] / EVENTS;
      double error = Math.sqrt((squares[cell] / EVENTS - mean * mean) / EVENTS);
      assertThat(mean).as("strip %d", cell).isCloseTo(0, within(4.5 * error + 1e-5));
    }
  }

  private static Layer strips(String name, double depthMm) {
    return new RectangularLayer(name, 1, STRIPS, 1e7, STRIP_MM, depthMm);
  }

  private static double[] expected(
      Material material, DetectorSpec spec, long event, double energyGeV) {
    LongitudinalModel.AtEnergy model = new LongitudinalModel(material).at(energyGeV);
    EventRandom random = new EventRandom(ShowerMonteCarlo.generator(7));
    random.begin(event);
    GammaProfile profile = random.profile(model);
    double[] expected = new double[spec.cells()];
    for (Slice slice : Slice.of(spec, material.radiationLengthMm())) {
      double part = profile.before(slice.toX0()) - profile.before(slice.fromX0());
      double tau = slice.middleX0() * ShowerMonteCarlo.tauPerX0(profile, model);
      RadialProfile radial = RadialProfile.at(tau, energyGeV, material);
      for (int strip = 0; strip < STRIPS; strip++) {
        double from = (strip - STRIPS / 2.0) * STRIP_MM / material.moliereRadiusMm();
        double to = from + STRIP_MM / material.moliereRadiusMm();
        double inside =
            radial.coreWeight() * (below(to, radial.core()) - below(from, radial.core()))
                + (1 - radial.coreWeight())
                    * (below(to, radial.tail()) - below(from, radial.tail()));
        expected[slice.offset() + strip] += part * inside;
      }
    }
    return expected;
  }

  private static double below(double y, double radius) {
    return y / (2 * Math.hypot(y, radius));
  }
}
