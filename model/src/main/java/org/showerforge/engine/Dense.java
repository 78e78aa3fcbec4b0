package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** A fully connected map. */
public final class Dense implements LinearMap {
  private final Backend backend;
  private final Parameters weight;
  private final Parameters bias;

  /**
   * A dense map.
   *
   * @param weight [out, in]
   * @param bias [1, out]
   */
  public Dense(Backend backend, Parameters weight, Parameters bias) {
    this.backend = backend;
    this.weight = weight;
    this.bias = bias;
  }

  @Override
  public int inputs() {
    return weight.values().columns();
  }

  @Override
  public int outputs() {
    return weight.values().rows();
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    backend.productTransposed(in, weight.values(), out);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    backend.product(error, weight.values(), out);
  }

  @Override
  public void weightGradient(Matrix in, Matrix error, Sum sum) {
    sum.transposedProduct(backend, error, in, weight.gradient());
  }

  @Override
  public Matrix bias() {
    return bias.values();
  }

  @Override
  public void biasGradient(Matrix errorSums, Sum sum) {
    sum.copy(backend, errorSums, bias.gradient());
  }
}
