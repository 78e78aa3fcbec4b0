package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The repository's generators are whole, and make showers with Geant4's energies. */
final class ShippedGeneratorsTest {
  private static final int SHOWERS = 4000;

  /** Geant4's mean response above the threshold, from generators/README.md. */
  @ParameterizedTest
  @CsvSource({"calogan-eplus, 0.9934", "calogan-gamma, 0.9935"})
  void theMeanResponseIsGeant4s(String name, double response) {
    ShowerSampler sampler = ShowerSampler.load(Path.of("../generators", name));
    assertThat(sampler.detector().cells()).isEqualTo(504);
    float[] energies = new float[SHOWERS];
    for (int n = 0; n < SHOWERS; n++) {
      energies[n] = 1 + 19 * (n + 0.5f) / SHOWERS;
    }
    float[] cells = sampler.sample(energies, 1);
    double sum = 0;
    for (int n = 0; n < SHOWERS; n++) {
      double energy = 0;
      for (int i = n * 504; i < (n + 1) * 504; i++) {
        energy += cells[i];
      }
      sum += energy / (1000 * energies[n]);
    }
    assertThat(sum / SHOWERS).isCloseTo(response, within(0.002));
  }
}
