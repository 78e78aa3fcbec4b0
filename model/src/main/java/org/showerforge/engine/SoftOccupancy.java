package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * A differentiable count of cells above a multiple of the read-out threshold, by layer: phi =
 * sigmoid(k (x/(f x_t) - 1)) P, with x_t the threshold on the response's scale and P adding up
 * layers.
 */
public final class SoftOccupancy implements CriticFeature {
  private final Backend backend;
  private final double steepness;
  private final double factor;
  private final Matrix groups;
  private final Matrix soft;
  private final Matrix back;
  private final Matrix inverse;

  /**
   * Soft counts over groups of cells.
   *
   * @param groups [cells, width]
   * @param steepness k
   * @param factor f
   */
  public SoftOccupancy(Backend backend, int batch, Matrix groups, double steepness, double factor) {
    this.backend = backend;
    this.steepness = steepness;
    this.factor = factor;
    this.groups = groups;
    this.soft = backend.allocate(batch, groups.rows());
    this.back = backend.allocate(batch, groups.rows());
    this.inverse = backend.allocate(batch, 1);
  }

  @Override
  public int width() {
    return groups.columns();
  }

  @Override
  public void apply(Matrix response, Matrix threshold, Matrix out) {
    soften(response, threshold);
    backend.product(soft, groups, out);
  }

  private void soften(Matrix response, Matrix threshold) {
    backend.map(Backend.Function.RECIPROCAL, threshold, inverse);
    backend.copy(response, soft);
    backend.scaleRows(inverse, soft);
    backend.affine(steepness / factor, -steepness, soft);
    backend.map(Backend.Function.SIGMOID, soft, soft);
  }

  @Override
  public void addGradient(
      Matrix response, Matrix threshold, Matrix gradient, Matrix responseGradient) {
    soften(response, threshold);
    backend.productTransposed(gradient, groups, back);
    backend.multiply(back, soft, back);
    // back = g s (1 - s) k / (f x_t)
    backend.affine(-1, 1, soft);
    backend.multiply(back, soft, back);
    backend.scaleRows(inverse, back);
    backend.combine(steepness / factor, back, 1, responseGradient);
  }
}
