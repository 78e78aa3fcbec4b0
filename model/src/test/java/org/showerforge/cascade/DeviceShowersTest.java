package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Philox;
import org.showerforge.backend.TestBackend;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.network.HeadKind;
import org.showerforge.network.LayerDesign;

/** A GPU makes showers as the host does. */
@Tag(TestBackend.GPU)
final class DeviceShowersTest {
  private static final Path SHIPPED = Path.of("../generators/calogan-eplus");
  private static final double LIMIT = 1e-5;
  private static final int CELLS = 504;

  @AfterEach
  void backToTheHost() {
    Backends.bindToHost();
  }

  private static float[] energies() {
    float[] energies = new float[ShowerSampler.BLOCK];
    for (int n = 0; n < energies.length; n++) {
      energies[n] = 1 + 19 * (n + 0.5f) / energies.length;
    }
    return energies;
  }

  /** From the same numbers of the networks: to rounding, and with the same cells at zero. */
  @ParameterizedTest
  @EnumSource(names = {"CUBLAS_EMULATED", "CUBLAS"})
  void aDraftIsFinishedAsOnTheHost(TestBackend kind) {
    compare(GeneratorArtifact.load(SHIPPED), kind);
  }

  /** The same with random weights. */
  @ParameterizedTest
  @EnumSource(names = {"CUBLAS_EMULATED", "CUBLAS"})
  void everyRootAndKindOfTotalsIsFinishedAsOnTheHost(TestBackend kind) {
    for (int root = 1; root <= 3; root++) {
      CascadeRecipe recipe =
          TestGenerators.recipe(root, LayerDesign.denseLayers(9, 7), HeadKind.NOISY_CELLS);
      for (boolean widths : new boolean[] {false, true}) {
        for (boolean ratios : new boolean[] {false, true}) {
          compare(
              TestGenerators.artifact(
                  recipe, TestGenerators.transform(TestGenerators.CALOGAN, root, widths, ratios)),
              kind);
        }
      }
    }
  }

  /** Both from networks on the device: what is compared is all that comes after a network. */
  private static void compare(GeneratorArtifact generator, TestBackend kind) {
    GeneratorCard card = generator.card();
    float[] conditions = energies();
    float[] expected = new float[ShowerSampler.BLOCK * CELLS];
    try (BlockMaker host =
        new HostShowers(card.recipe(), card.transform(), generator.weights(), kind.create())) {
      host.begin(Philox.of(7), ShowerSampler.events(3), conditions);
      host.finish(expected);
    }
    try (BlockMaker device =
        new DeviceShowers(
            card.recipe(), card.transform(), generator.weights(), (CublasBackend) kind.create())) {
      device.begin(Philox.of(7), ShowerSampler.events(3), conditions);
      float[] found = new float[expected.length];
      device.finish(found);
      int recorded = 0;
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) found[i])
            .as("event %d, cell %d", i / CELLS, i % CELLS)
            .isCloseTo(expected[i], within(LIMIT * expected[i]));
        recorded += expected[i] > 0 ? 1 : 0;
      }
      assertThat(recorded).isGreaterThan(expected.length / 20);
    }
  }

  /** The second and third block are replayed from the recording of the first, one ahead. */
  @ParameterizedTest
  @EnumSource(names = {"CUBLAS_EMULATED", "CUBLAS"})
  void blocksThatAreBegunAheadAreTheSame(TestBackend kind) {
    Backends.bind(kind::create);
    try (ShowerSampler alone = ShowerSampler.load(SHIPPED);
        ShowerSampler ahead = ShowerSampler.load(SHIPPED)) {
      ahead.begin(5, 0, energies());
      for (int block = 0; block < 3; block++) {
        ahead.begin(5, block + 1, energies());
        assertThat(ahead.finish()).isEqualTo(alone.block(5, block, energies()));
      }
    }
  }

  /** From conditions on: rounding in the networks may exchange cells at a layer's threshold. */
  @ParameterizedTest
  @EnumSource(names = {"CUBLAS_EMULATED", "CUBLAS"})
  void showersAreThoseOfTheHost(TestBackend kind) {
    Backends.bind(kind::create);
    float[] found = ShowerSampler.load(SHIPPED).block(5, 2, energies());
    Backends.bindToHost();
    float[] expected = ShowerSampler.load(SHIPPED).block(5, 2, energies());
    int far = 0;
    for (int i = 0; i < expected.length; i++) {
      far += Math.abs(found[i] - expected[i]) > 10 * LIMIT * expected[i] ? 1 : 0;
    }
    assertThat(far).isLessThan(expected.length / 1000);
    for (int n = 0; n < ShowerSampler.BLOCK; n++) {
      double energy = 0;
      double difference = 0;
      for (int i = n * CELLS; i < (n + 1) * CELLS; i++) {
        energy += expected[i];
        difference += found[i] - expected[i];
      }
      assertThat(Math.abs(difference)).as("event %d", n).isLessThan(LIMIT * energy);
    }
  }
}
