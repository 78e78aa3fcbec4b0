package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * A term of the generator's loss: strength |mean w H(real) - mean w H(fake)|^2 with H the critic's
 * last hidden layer (Salimans et al. 2016, arXiv 1606.03498).
 */
final class FeatureMatching {
  private final Backend backend;
  private final double strength;
  private final Matrix difference;
  private final Matrix fakeMean;
  private final Matrix spread;

  FeatureMatching(Backend backend, int batch, int width, double strength) {
    this.backend = backend;
    this.strength = strength;
    this.difference = backend.allocate(1, width);
    this.fakeMean = backend.allocate(1, width);
    this.spread = backend.allocate(batch, width);
  }

  /** Adds the derivative by H of the fake events. */
  void addErrors(Matrix real, Matrix fake, Matrix weights, Matrix errors) {
    double share = 1.0 / weights.rows();
    backend.transposedProduct(weights, real, difference);
    backend.transposedProduct(weights, fake, fakeMean);
    backend.combine(-share, fakeMean, share, difference);
    backend.product(weights, difference, spread);
    backend.combine(-2 * strength * share, spread, 1, errors);
  }
}
