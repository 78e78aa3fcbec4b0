package org.showerforge.network;

import java.util.List;
import org.showerforge.backend.Backend;
import org.showerforge.backend.HostBackend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.engine.Critic;
import org.showerforge.engine.ScoreLoss;
import org.showerforge.engine.Sum;

/**
 * Trains a critic alone, the generated events held at a normal with mean -2 and the real ones at
 * one with mean 2, both of width 0.5, and looks at what it would teach a generator.
 */
final class VanishingGradient {
  /** When it is looked at. */
  static final List<Integer> UPDATES =
      List.of(
          1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000,
          3000);

  private static final int BATCH = 256;
  private static final double MEAN = 2;
  private static final double WIDTH = 0.5;
  private static final double LEARNING_RATE = 1e-3;
  private static final int REAL = 0;
  private static final int FAKE = 1;
  private static final int MIXING = 2;

  private final Backend backend = new HostBackend();
  private final StageDesign design;
  private final StageNetwork network;
  private final Critic critic;
  private final Philox random;
  private final Matrix mixing = backend.allocate(BATCH, 1);

  private VanishingGradient(LossDesign loss, long seed) {
    this.design =
        TestDesigns.numbers(
            1, 1, 1, LayerDesign.denseLayers(8), LayerDesign.denseLayers(64, 64), loss);
    this.network = new StageNetwork(design, backend, BATCH, BATCH);
    backend.write(StageNetwork.initialState(design, seed).parameters(), network.parameters());
    this.critic = critic(ScoreLoss.Kind.valueOf(loss.name().toUpperCase(java.util.Locale.ROOT)));
    this.random = Philox.of(seed, 1);
  }

  private Critic critic(ScoreLoss.Kind kind) {
    return new Critic(
        backend,
        network.critic(),
        new ScoreLoss(backend, kind, 0),
        design.loss().createPenalty(1),
        BATCH,
        1,
        0);
  }

  /**
   * The mean over generated events of |d L_G/d x|, L_G being the event's share of the generator's
   * loss, after each of {@link #UPDATES}.
   *
   * @param loss that the critic is trained with
   * @param generator the loss whose gradient is taken; its critic is the same
   */
  static double[] norms(LossDesign loss, ScoreLoss.Kind generator, long seed) {
    VanishingGradient toy = new VanishingGradient(loss, seed);
    Critic looked = toy.critic(generator);
    double[] norms = new double[UPDATES.size()];
    int at = 0;
    for (int update = 0; at < norms.length; update++) {
      toy.fill(toy.critic, update);
      toy.critic.gradient(toy.mixing, Sum.NEW);
      toy.network
          .criticShare()
          .update(toy.backend, toy.design.updater().updater(), LEARNING_RATE, update);
      if (update + 1 == UPDATES.get(at)) {
        norms[at++] = toy.norm(looked);
      }
    }
    return norms;
  }

  private void fill(Critic target, int update) {
    long stream = (long) update * BATCH;
    normals(stream, REAL, MEAN, target.realInput());
    normals(stream, FAKE, -MEAN, target.generatedInput());
    backend.uniformRows(random, stream, MIXING, mixing);
  }

  private void normals(long stream, int substream, double mean, Matrix input) {
    Matrix response = input.columns(0, 1);
    backend.gaussianRows(random, stream, substream, response);
    backend.affine(WIDTH, mean, response);
  }

  private double norm(Critic looked) {
    // Always the same events, which the critic is not trained on.
    fill(looked, Integer.MAX_VALUE / BATCH);
    looked.computeGeneratorGradient();
    float[] gradient = new float[BATCH];
    backend.read(looked.generatorGradient(), gradient);
    double sum = 0;
    for (float value : gradient) {
      sum += Math.abs(value);
    }
    // The loss is a mean over the batch, so each derivative carries a factor 1/BATCH.
    return sum;
  }
}
