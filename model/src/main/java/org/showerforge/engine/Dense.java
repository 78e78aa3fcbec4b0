package org.showerforge.engine;

import org.jspecify.annotations.Nullable;

/** A fully connected map on views of the flat parameter and gradient vectors. */
public final class Dense implements LinearMap {
  private final Backend backend;
  private final Matrix weight;
  private final Matrix bias;
  private final @Nullable Matrix weightGradient;
  private final @Nullable Matrix biasGradient;

  /**
   * A map from {@code weight.rows()} to {@code weight.columns()} numbers.
   *
   * @param weight [in, out]
   * @param bias [1, out]
   * @param weightGradient as weight
   * @param biasGradient as bias
   */
  public Dense(
      Backend backend,
      Matrix weight,
      Matrix bias,
      @Nullable Matrix weightGradient,
      @Nullable Matrix biasGradient) {
    this.backend = backend;
    this.weight = weight;
    this.bias = bias;
    this.weightGradient = weightGradient;
    this.biasGradient = biasGradient;
  }

  /** A map that is only applied, never trained. */
  public static Dense fixed(Backend backend, Matrix weight, Matrix bias) {
    return new Dense(backend, weight, bias, null, null);
  }

  int inputs() {
    return weight.rows();
  }

  int outputs() {
    return weight.columns();
  }

  /** The weights, of which a critic takes the rows that belong to the response. */
  Matrix weight() {
    return weight;
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    backend.product(in, weight, out);
    backend.addRow(bias, out);
  }

  @Override
  public void applyLinear(Matrix in, Matrix out) {
    backend.product(in, weight, out);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    backend.productTransposed(error, weight, out);
  }

  @Override
  public void weightGradient(Matrix in, Matrix error) {
    backend.transposedProduct(in, error, trained(weightGradient));
  }

  @Override
  public void biasGradient(Matrix error) {
    backend.columnSums(error, trained(biasGradient));
  }

  private static Matrix trained(@Nullable Matrix gradient) {
    if (gradient == null) {
      throw new IllegalStateException("a fixed map has no gradient");
    }
    return gradient;
  }
}
