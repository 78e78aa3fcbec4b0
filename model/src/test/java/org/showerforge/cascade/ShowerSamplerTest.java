package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** A shower depends on its generator, seed, index and conditions, and on nothing beside it. */
final class ShowerSamplerTest {
  private static final GeneratorArtifact ARTIFACT = TestGenerators.artifact();
  private static final int CELLS = TestGenerators.CALOGAN.cells();

  @TempDir private Path folder;

  private static ShowerSampler sampler() {
    return new ShowerSampler(ARTIFACT.card(), ARTIFACT.weights());
  }

  private static float[] energies(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] energies = new float[count];
    for (int i = 0; i < count; i++) {
      energies[i] = (float) random.nextDouble(1, 20);
    }
    return energies;
  }

  private static float[] shower(float[] cells, int row) {
    return Arrays.copyOfRange(cells, row * CELLS, (row + 1) * CELLS);
  }

  @Test
  void theOtherEventsOfABlockDoNotMatter() {
    ShowerSampler sampler = sampler();
    long block = 123_456_789 / ShowerSampler.BLOCK;
    float[] energies = energies(ShowerSampler.BLOCK, 1);
    float[] bulk = sampler.block(5, block, energies);
    for (int row = 0; row < ShowerSampler.BLOCK; row += 41) {
      float[] others = energies(ShowerSampler.BLOCK, 2);
      others[row] = energies[row];
      assertThat(shower(sampler.block(5, block, others), row)).isEqualTo(shower(bulk, row));
    }
    int row = 123_456_789 % ShowerSampler.BLOCK;
    assertThat(sampler().event(123_456_789, new float[] {energies[row]}, 5))
        .isEqualTo(shower(bulk, row));
  }

  @Test
  void anArrayThatIsUsedAgainHoldsNothingOfTheBlockBefore() {
    ShowerSampler sampler = sampler();
    float[] first = energies(ShowerSampler.BLOCK, 1);
    float[] second = energies(ShowerSampler.BLOCK, 2);
    float[] response = new float[ShowerSampler.BLOCK * CELLS];
    sampler.begin(5, 0, first);
    sampler.finish(response);
    assertThat(response).isEqualTo(sampler().block(5, 0, first));
    sampler.begin(5, 1, second);
    sampler.finish(response);
    assertThat(response).isEqualTo(sampler().block(5, 1, second));
    sampler.begin(5, 2, first);
    assertThatThrownBy(() -> sampler.finish(new float[CELLS]))
        .hasMessageContaining(response.length + " numbers, got " + CELLS);
  }

  /** What lets events of one generator be gathered from many blocks. */
  @Test
  void anEventIsTheSameAmongEventsOfOtherBlocks() {
    ShowerSampler sampler = sampler();
    float[][] energies = new float[4][];
    float[][] bulk = new float[4][];
    for (int block = 0; block < 4; block++) {
      energies[block] = energies(ShowerSampler.BLOCK, block);
      bulk[block] = sampler.block(5, block, energies[block]);
    }
    long[] events = new long[ShowerSampler.BLOCK];
    float[] given = new float[ShowerSampler.BLOCK];
    for (int row = 0; row < ShowerSampler.BLOCK; row++) {
      int from = row * 7 % 4;
      events[row] = (long) from * ShowerSampler.BLOCK + row;
      given[row] = energies[from][row];
    }
    float[] gathered = sampler.events(5, events, given);
    for (int row = 0; row < ShowerSampler.BLOCK; row++) {
      assertThat(shower(gathered, row)).isEqualTo(shower(bulk[row * 7 % 4], row));
    }
  }

  @Test
  void aFolderIsASampler() throws IOException {
    Files.write(folder.resolve(GeneratorArtifact.CARD), Json.write(ARTIFACT.card()));
    Files.write(folder.resolve(GeneratorArtifact.WEIGHTS), ARTIFACT.weights().bytes());
    float[] energies = energies(ShowerSampler.BLOCK + 300, 3);
    float[] cells = ShowerSampler.load(folder).sample(energies, 8);
    assertThat(cells).hasSize(energies.length * CELLS);
    for (int event : new int[] {0, 17, ShowerSampler.BLOCK, energies.length - 1}) {
      assertThat(sampler().event(event, new float[] {energies[event]}, 8))
          .isEqualTo(shower(cells, event));
    }
  }

  @Test
  void conditionsOutsideTheTrainedRangeAreRefused() {
    assertThatThrownBy(() -> sampler().sample(new float[] {5, 25}, 1))
        .isInstanceOf(UserException.class)
        .hasMessage("event 1: energy = 25.0 GeV is outside the trained range 1.0..20.0");
    assertThatThrownBy(() -> sampler().sample(new float[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sampler().event(-1, new float[] {5}, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void cellsComeBackFromTheShapesScale(int root) {
    CascadeTransform fitted = TestGenerators.transform();
    CascadeTransform transform =
        new CascadeTransform(
            fitted.detector(),
            fitted.referenceLayer(),
            fitted.widths(),
            fitted.ratios(),
            fitted.totals(),
            root,
            fitted.scale(),
            List.of(),
            List.of(),
            List.of());
    float[] cells = new float[40];
    for (int i = 1; i < cells.length; i++) {
      float energy = (float) Math.exp(0.4 * i - 8);
      cells[i] = (float) transform.shape(energy, 12.5);
    }
    cells[0] = -1;
    transform.cellsMeV(cells, 0, cells.length - 1, 12.5);
    assertThat(cells[0]).isZero();
    for (int i = 1; i < cells.length - 1; i++) {
      double energy = Math.exp(0.4 * i - 8);
      assertThat((double) cells[i]).isCloseTo(energy, within(1e-6 * energy));
    }
    assertThat(cells[cells.length - 1])
        .isEqualTo((float) transform.shape((float) Math.exp(0.4 * 39 - 8), 12.5));
  }

  @Test
  void aClosedSamplerHasGivenItsMemoryBackAndMakesNoMore() {
    float[] conditions = energies(ShowerSampler.BLOCK, 1);
    ShowerSampler sampler = sampler();
    sampler.block(1, 0, conditions);
    long open = Pointer.totalBytes();
    sampler.close();
    // At least its showers'; more if the garbage collector finds something of other tests
    // meanwhile.
    long showers = (long) ShowerSampler.BLOCK * sampler.detector().cells() * Float.BYTES;
    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(open - showers);
    assertThatThrownBy(() -> sampler.block(1, 1, conditions))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this sampler was closed");
  }
}
