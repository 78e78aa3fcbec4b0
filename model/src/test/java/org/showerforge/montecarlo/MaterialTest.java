package org.showerforge.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** Effective media against tables and against sums over the plates. */
final class MaterialTest {

  @Test
  void leadAloneHasThePublishedConstants() {
    Material lead = Material.homogeneous(Element.LEAD);
    // PDG: X0 5.612 mm, R_M 16.02 mm, Ec 7.43 MeV; the paper's Ec and E_s differ by 1 %.
    assertThat(lead.radiationLengthMm()).isCloseTo(5.612, within(0.005));
    assertThat(lead.moliereRadiusMm()).isCloseTo(16.02, within(0.03 * 16.02));
    assertThat(lead.criticalEnergyMev()).isCloseTo(7.43, within(0.02 * 7.43));
    assertThat(lead.effectiveZ()).isEqualTo(82);
    assertThat(lead.visibleFraction()).isEqualTo(1);
  }

  @Test
  void aStackHasAsManyRadiationLengthsAsItsPlates() {
    Material stack = Material.calogan(Readout.ALL_DEPOSITS);
    double plates = 2 / 5.6123 + 4 / 140.04;
    assertThat(6 / stack.radiationLengthMm()).isCloseTo(plates, within(1e-4));
    // Ec and Z by hand: mass weights 22.7/28.284 and 5.584/28.284.
    assertThat(stack.effectiveZ()).isCloseTo((22.7 * 82 + 5.584 * 18) / 28.284, within(1e-9));
    assertThat(stack.criticalEnergyMev() / stack.radiationLengthMm())
        .as("energy lost per mm is the plates' average")
        .isCloseTo(
            (2 * Element.LEAD.criticalEnergyMev() / 5.6123
                    + 4 * Element.LIQUID_ARGON.criticalEnergyMev() / 140.04)
                / 6,
            within(1e-4));
    assertThat(stack.moliereRadiusMm() * stack.criticalEnergyMev() / stack.radiationLengthMm())
        .as("R_M = E_s X0/Ec")
        .isCloseTo(21.2, within(1e-9));
  }

  @Test
  void theActivePlatesSeeAPart() {
    Material stack = Material.calogan(Readout.ACTIVE_ONLY);
    assertThat(stack.inverseSamplingFrequency()).isCloseTo(0.3849, within(1e-3));
    assertThat(stack.electronToMip()).isCloseTo(1 / 1.448, within(1e-9));
    // 1.508 x 1.396 x 0.4 cm = 0.842 MeV in argon, 1.122 x 11.35 x 0.2 cm = 2.547 MeV in lead.
    assertThat(stack.visibleFraction()).isCloseTo(0.842 / 3.389 / 1.448, within(1e-3));
    assertThat(stack.samplingTermPerRootGeV()).isCloseTo(0.1083, within(1e-3));
  }

  @Test
  void impossibleConstantsAreRefused() {
    assertThatThrownBy(() -> new Material(0, 1, 1, 1, 0, 1, 1, 0))
        .isInstanceOf(UserException.class)
        .hasMessage("material: radiationLengthMm must be > 0 and finite, got 0.0");
    assertThatThrownBy(() -> new Material(1, 1, 1, 20, 0, 1, 1.5, 0))
        .isInstanceOf(UserException.class)
        .hasMessage("material: visibleFraction must be 1.0E-6..1.0, got 1.5");
    assertThatThrownBy(() -> new Material(1, 1, 1, 20, 0, 1, 1, Double.NaN))
        .isInstanceOf(UserException.class)
        .hasMessage("material: samplingTermPerRootGeV must be 0.0..1.0, got NaN");
    assertThatThrownBy(
            () -> Material.stack(Element.LEAD, -2, Element.LIQUID_ARGON, 4, Readout.ALL_DEPOSITS))
        .isInstanceOf(UserException.class)
        .hasMessage("material: absorberMm must be > 0 and finite, got -2.0");
    assertThatThrownBy(() -> new Element("water", 7.4, 14.3, 0, 36.08, 1.992))
        .isInstanceOf(UserException.class)
        .hasMessage("element water: densityGPerCm3 must be > 0 and finite, got 0.0");
  }
}
