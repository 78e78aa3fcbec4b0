package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.backend.cuda.TestDevices;

/** What a GPU that is too small says. */
final class TrainingMemoryTest {
  private static final StageDesign DESIGN = TestDesigns.wganGp(4, 1, 1, 0.1, 128);
  private static final int EVENTS = 10_000;
  private static final int BATCH = 8192;

  private static TrainingSchedule schedule(int batch) {
    return new TrainingSchedule(10, batch, 3, UpdaterKind.ADAM, 1e-3, 0.5, 0.05, 0.99);
  }

  private static Shard shard() {
    return ToyMixture.twoBumps().shard(EVENTS, Philox.of(12));
  }

  private static void train(int batch, long memory) {
    StageTrainer.create(DESIGN, schedule(batch), TestDevices.emulated(memory))
        .run(StageTrainer.initialState(DESIGN, 3), shard(), Philox.of(1), 0, 1);
  }

  @Test
  void aBatchThatIsSaidToFitFits() {
    long half = TrainingMemory.bytes(DESIGN, schedule(BATCH), BATCH / 2, EVENTS);
    long whole = TrainingMemory.bytes(DESIGN, schedule(BATCH), BATCH, EVENTS);
    assertThat(whole).isGreaterThan(3 * half / 2);
    assertThatThrownBy(() -> train(BATCH, half))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("toy: batch 8192 with ")
        .hasMessageContaining(" MiB of the GPU; emulated has ")
        .hasMessageEndingWith("batch 4096 fits");
    train(BATCH / 2, half);
    assertThatThrownBy(() -> train(BATCH, 1 << 10)).hasMessageContaining("no batch fits");
  }
}
