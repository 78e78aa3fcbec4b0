package org.showerforge.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.showerforge.backend.Philox;

/**
 * Trains on the ring of eight Gaussians and looks at the generator, not its average, as it goes.
 *
 * @param iterations when it was looked at
 * @param modes how many modes were covered then
 * @param samples what it generated then: (x, y) after (x, y)
 */
record ModeCollapse(List<Integer> iterations, List<Integer> modes, List<float[]> samples) {
  static final int ITERATIONS = 3000;
  static final int EVERY = 100;
  private static final int SAMPLE = 2000;
  private static final double COVERED_SHARE = 0.01;
  private static final double SIGMAS = 4;

  static ModeCollapse of(LossDesign loss, int criticSteps, long seed) {
    ToyMixture ring = ToyMixture.wideRing();
    Shard drawn = ring.shard(1, Philox.of(seed, 2));
    int events = 50_000;
    float[] ones = new float[events];
    Arrays.fill(ones, 1);
    Shard shard =
        new Shard(
            events,
            new float[events],
            ring.draw(0, events, Philox.of(seed, 2)),
            new float[events],
            ones,
            drawn.orders());
    StageDesign design =
        TestDesigns.numbers(
            2, 1, 2, LayerDesign.denseLayers(64, 64), LayerDesign.denseLayers(64, 64), loss);
    TrainingSchedule schedule =
        new TrainingSchedule(ITERATIONS, 256, criticSteps, UpdaterKind.ADAM, 1e-3, 1, 1, 0);
    StageTrainer trainer = StageTrainer.create(design, schedule);
    ModeCollapse seen = new ModeCollapse(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    StageState state = StageTrainer.initialState(design, seed);
    for (int at = 0; at <= ITERATIONS; at += EVERY) {
      float[] sample =
          new StageSampler(design, state.average(), SAMPLE)
              .sample(Philox.of(seed, 3), 0, 0, new float[SAMPLE]);
      seen.iterations.add(at);
      seen.samples.add(sample);
      seen.modes.add(covered(ring, sample));
      state = trainer.run(state, shard, Philox.of(seed, 1), at, EVERY).state();
    }
    return seen;
  }

  /** Modes with at least one in a hundred of the sample within four sigma. */
  private static int covered(ToyMixture ring, float[] sample) {
    int covered = 0;
    for (double share : ring.sharesWithin(0, SIGMAS, sample)) {
      covered += share >= COVERED_SHARE ? 1 : 0;
    }
    return covered;
  }
}
