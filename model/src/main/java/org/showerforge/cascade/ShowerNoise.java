package org.showerforge.cascade;

import org.showerforge.backend.Philox;
import org.showerforge.network.StageDesign;

/**
 * The random numbers that {@link ShowerSampler} makes an event of, for whoever evaluates a
 * generator elsewhere.
 *
 * <p>Standard normals: the latent numbers of totals, those of shapes, then the cells' own noise.
 *
 * @param totals the first stage
 * @param shapes the second stage
 */
public record ShowerNoise(StageDesign totals, StageDesign shapes) {
  /** The noise of a generator. */
  public static ShowerNoise of(GeneratorCard card) {
    CascadeTransform transform = card.transform();
    return new ShowerNoise(
        card.recipe().design("totals", transform), card.recipe().design("shapes", transform));
  }

  /** Standard normals of an event. */
  public int normals() {
    return totals.noise() + shapes.noise() + shapes.cellNoise();
  }

  /** The normals of so many events in a row. */
  public float[] normals(long seed, long firstEvent, int events) {
    Philox random = Philox.of(seed);
    float[] normals = new float[events * normals()];
    int latent = ShowerSampler.SHAPES_STREAM;
    int at = 0;
    for (long event = firstEvent; event < firstEvent + events; event++) {
      random.gaussians(event, ShowerSampler.TOTALS_STREAM, normals, at, totals.noise());
      at += totals.noise();
      random.gaussians(event, latent, normals, at, shapes.noise());
      at += shapes.noise();
      random.gaussians(event, latent + 1, normals, at, shapes.cellNoise());
      at += shapes.cellNoise();
    }
    return normals;
  }
}
