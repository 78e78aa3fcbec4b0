package org.showerforge.cascade;

import java.util.Arrays;
import java.util.List;
import org.showerforge.backend.Philox;
import org.showerforge.network.StageSampler;

/**
 * Makes the first stage's scores as normal as those that it was trained on: what it makes of the
 * training events' conditions is mapped, score by score, to the standard normal's quantiles near
 * each condition. A critic sees tails but dimly, and those of a width or a rare layer are what is
 * found first. The map changes no order, so what the network learnt of correlations stays.
 */
final class ScoreFit {
  /** Scores of each total that a fit draws: a tail of 1e-3 is some sixty of them. */
  private static final int BLOCKS = 64;

  private static final long SEED = 0x53636f726573L;

  private ScoreFit() {}

  /**
   * Fits the corrections of a trained first stage.
   *
   * @param conditions [events, conditions], physical
   * @return by total, a map without a trend
   */
  static List<NormalScore> fit(
      CascadeRecipe recipe,
      CascadeTransform transform,
      GeneratorWeights weights,
      float[] conditions) {
    int given = transform.detector().conditions().size();
    int events = conditions.length / given;
    int width = transform.totals().size();
    double[][] scores = new double[width][BLOCKS * ShowerSampler.BLOCK];
    double[] energies = new double[BLOCKS * ShowerSampler.BLOCK];
    try (StageSampler totals =
        new StageSampler(
            recipe.design("totals", transform), weights.stage("totals"), ShowerSampler.BLOCK)) {
      float[] normal = new float[ShowerSampler.BLOCK * given];
      for (int b = 0; b < BLOCKS; b++) {
        for (int n = 0; n < ShowerSampler.BLOCK; n++) {
          int event = (b * ShowerSampler.BLOCK + n) % events;
          System.arraycopy(
              transform.normalise(conditions, event * given), 0, normal, n * given, given);
          energies[b * ShowerSampler.BLOCK + n] = normal[n * given];
        }
        float[] block =
            totals.sample(
                Philox.of(SEED), ShowerSampler.events(b), ShowerSampler.TOTALS_STREAM, normal);
        for (int i = 0; i < block.length; i++) {
          scores[i % width][b * ShowerSampler.BLOCK + i / width] = block[i];
        }
      }
    }
    return Arrays.stream(scores).map(made -> NormalScore.toNormal(energies, made)).toList();
  }
}
