package org.showerforge.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.RectangularLayer;
import org.showerforge.metrics.ShowerSample;

/** Whole showers: energy, its fluctuations, repeatability, symmetry, refusals. */
final class ShowerMonteCarloTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");
  private static final Material DEPOSITS = Material.calogan(Readout.ALL_DEPOSITS);
  private static final Material ACTIVE = Material.calogan(Readout.ACTIVE_ONLY);

  /** A block that no energy leaves. */
  private static final DetectorSpec ENDLESS =
      new DetectorSpec(
          "endless",
          List.of(new Condition("energy", "GeV", 0.5, 200, Condition.Scale.LOG)),
          List.of(new RectangularLayer("block", 1, 1, 1e9, 1e9, 2000)),
          0,
          List.of());

  private static float[] constant(int events, double energyGeV) {
    float[] energies = new float[events];
    Arrays.fill(energies, (float) energyGeV);
    return energies;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 4, 16, 64})
  void responseIsLinearAndItsWidthFallsAsTheRootOfTheEnergy(double energyGeV) {
    int events = 4000;
    ShowerSample sample =
        new ShowerMonteCarlo(ENDLESS, ACTIVE).generate(11, 0, constant(events, energyGeV));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < events; i++) {
      double response = sample.totalMeV(i) / (1000 * energyGeV * ACTIVE.visibleFraction());
      sum += response;
      squares += response * response;
    }
    double mean = sum / events;
    double width = Math.sqrt(squares / events - mean * mean);
    double expected = ACTIVE.samplingTermPerRootGeV() / Math.sqrt(energyGeV);
    assertThat(mean).isCloseTo(1, within(4.5 * expected / Math.sqrt(events)));
    // The width of 4000 events is known to 1/sqrt(8000) = 1.1 %.
    assertThat(width / expected).isCloseTo(1, within(0.05));
  }

  @Test
  void allDepositsOfAnEndlessBlockAreTheEnergy() {
    ShowerSample sample =
        new ShowerMonteCarlo(ENDLESS, DEPOSITS).generate(2, 0, 200, Spectrum.LOG_UNIFORM);
    for (int i = 0; i < sample.size(); i++) {
      assertThat(sample.totalMeV(i) / (1000 * sample.incidentGeV(i))).isCloseTo(1, within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Readout.class)
  void depositsAndLeakageAreTheEnergy(Readout readout) {
    ShowerMonteCarlo monteCarlo = new ShowerMonteCarlo(CALOGAN, Material.calogan(readout));
    double[] cells = new double[CALOGAN.cells()];
    for (int event = 0; event < 200; event++) {
      double energyGeV = 1 + event % 100;
      EnergyBalance balance = monteCarlo.shower(4, event, energyGeV, cells);
      assertThat(balance.containedMev() + balance.sideMev() + balance.backMev())
          .isCloseTo(1000 * energyGeV, within(1e-7 * energyGeV));
      assertThat(balance.sideMev()).isPositive();
      assertThat(balance.backMev()).isPositive();
      if (readout == Readout.ALL_DEPOSITS) {
        assertThat(Arrays.stream(cells).sum())
            .isCloseTo(balance.containedMev(), within(1e-7 * energyGeV));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Readout.class)
  void anEventDependsOnItsIndexAndTheSeedAlone(Readout readout) {
    ShowerMonteCarlo monteCarlo = new ShowerMonteCarlo(CALOGAN, Material.calogan(readout));
    ShowerSample bulk = monteCarlo.generate(6, 100, 20, Spectrum.LOG_UNIFORM);
    for (int i : new int[] {0, 7, 19}) {
      ShowerSample alone = monteCarlo.generate(6, 100 + i, 1, Spectrum.LOG_UNIFORM);
      assertThat(alone.incidentGeV(0)).isEqualTo(bulk.incidentGeV(i));
      double[] cells = new double[CALOGAN.cells()];
      monteCarlo.shower(6, 100 + i, bulk.incidentGeV(i), cells);
      for (int cell = 0; cell < CALOGAN.cells(); cell++) {
        assertThat(alone.cellMeV(0, cell)).isEqualTo(bulk.cellMeV(i, cell));
        assertThat((float) cells[cell]).isEqualTo(bulk.cellMeV(i, cell));
      }
    }
    ShowerSample other = monteCarlo.generate(7, 100, 1, Spectrum.LOG_UNIFORM);
    assertThat(other.incidentGeV(0)).isNotEqualTo(bulk.incidentGeV(0));
    assertThat(monteCarlo.generate(6, 0, 0, Spectrum.UNIFORM).size()).isZero();
  }

  @Test
  void energiesHaveTheMeanOfTheirSpectrum() {
    ShowerMonteCarlo monteCarlo = new ShowerMonteCarlo(CALOGAN.withEnergyRange(1, 3), DEPOSITS);
    int events = 2000;
    double uniform = meanEnergy(monteCarlo.generate(1, 0, events, Spectrum.UNIFORM));
    double logUniform = meanEnergy(monteCarlo.generate(1, 0, events, Spectrum.LOG_UNIFORM));
    // A uniform's standard error is 2/sqrt(12 x 2000) = 0.013; (b - a)/ln(b/a) in the logarithm.
    assertThat(uniform).isCloseTo(2, within(0.06));
    assertThat(logUniform).isCloseTo(2 / Math.log(3), within(0.06));
  }

  private static double meanEnergy(ShowerSample sample) {
    double sum = 0;
    for (int i = 0; i < sample.size(); i++) {
      assertThat(sample.incidentGeV(i)).isBetween(1.0, 3.0);
      sum += sample.incidentGeV(i);
    }
    return sum / sample.size();
  }

  /** The signed moments of every layer along both axes vanish within 4.5 standard errors. */
  @Test
  void showersAreSymmetric() {
    int events = 2000;
    ShowerSample sample =
        new ShowerMonteCarlo(CALOGAN, DEPOSITS).generate(9, 0, constant(events, 5));
    for (int i = 0; i < 3; i++) {
      Layer layer = CALOGAN.layers().get(i);
      for (Layer.Axis axis : Layer.Axis.values()) {
        double sum = 0;
        double squares = 0;
        for (int event = 0; event < events; event++) {
          double moment = 0;
          for (int cell = 0; cell < layer.cells(); cell++) {
            moment += layer.centreMm(axis, cell) * sample.cellMeV(event, CALOGAN.offset(i) + cell);
          }
          sum += moment;
          squares += moment * moment;
        }
        assertThat(Math.abs(sum)).isLessThan(4.5 * Math.sqrt(squares));
      }
    }
  }

  /** Square cells: the widths along x and y are alike within 4.5 standard errors. */
  @Test
  void xAndYAreAlike() {
    int events = 1000;
    ShowerSample sample =
        new ShowerMonteCarlo(CALOGAN, DEPOSITS).generate(9, 0, constant(events, 5));
    Layer layer = CALOGAN.layers().get(1);
    double sum = 0;
    double squares = 0;
    for (int event = 0; event < events; event++) {
      double difference = 0;
      for (int cell = 0; cell < layer.cells(); cell++) {
        double x = layer.centreMm(Layer.Axis.X, cell);
        double y = layer.centreMm(Layer.Axis.Y, cell);
        difference += (x * x - y * y) * sample.cellMeV(event, CALOGAN.offset(1) + cell);
      }
      sum += difference;
      squares += difference * difference;
    }
    assertThat(Math.abs(sum)).isLessThan(4.5 * Math.sqrt(squares));
  }

  @Test
  void whatCannotBeSimulatedIsRefused() {
    assertThatThrownBy(() -> new ShowerMonteCarlo(CALOGAN.withEnergyRange(0.01, 5), DEPOSITS))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "detector calogan: condition energy: min..max must lie in 0.18\\d..10000 GeV for the"
                + " Monte Carlo, got 0.01..5.0");
    DetectorSpec two =
        new DetectorSpec(
            "two",
            List.of(
                CALOGAN.conditions().get(0),
                new Condition("theta", "deg", 0, 90, Condition.Scale.LINEAR)),
            CALOGAN.layers(),
            1,
            List.of());
    assertThatThrownBy(() -> new ShowerMonteCarlo(two, DEPOSITS))
        .isInstanceOf(UserException.class)
        .hasMessage("detector two: conditions must be 1, the energy, for the Monte Carlo, got 2");
    ShowerMonteCarlo monteCarlo = new ShowerMonteCarlo(CALOGAN, DEPOSITS);
    assertThatThrownBy(() -> monteCarlo.generate(1, 0, new float[] {200}))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Monte Carlo: energy must be in 1.0..100.0 GeV, the range of detector calogan, got"
                + " 200.0");
    assertThatThrownBy(() -> monteCarlo.generate(1, -1, 5, Spectrum.UNIFORM))
        .isInstanceOf(UserException.class)
        .hasMessage("Monte Carlo: firstEvent and events must be >= 0, got -1 and 5");
    assertThatThrownBy(() -> monteCarlo.shower(1, 0, 5, new double[3]))
        .isInstanceOf(UserException.class)
        .hasMessage("Monte Carlo: the response must have 504 values, got 3");
    DetectorSpec inMev =
        new DetectorSpec(
            "mev",
            List.of(new Condition("energy", "MeV", 1000, 5000, Condition.Scale.LOG)),
            CALOGAN.layers(),
            1,
            List.of());
    assertThatThrownBy(() -> new ShowerMonteCarlo(inMev, DEPOSITS))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "detector mev: condition energy: unit must be GeV for the Monte Carlo, got MeV");
  }
}
