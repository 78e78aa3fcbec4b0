package org.showerforge.engine;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Matrix;

/**
 * A linear map, perhaps a batch normalisation, and an activation.
 *
 * @param map the weights
 * @param norm between map and activation; for generators only
 * @param activation of all outputs but those that the map passes on
 */
public record Layer(LinearMap map, @Nullable BatchNorm norm, Activation activation) {
  /** A layer without normalisation. */
  public static Layer of(LinearMap map, Activation activation) {
    return new Layer(map, null, activation);
  }

  /** The columns that the activation is for. */
  Matrix active(Matrix matrix) {
    return map.passed() == 0 ? matrix : matrix.columns(0, matrix.columns() - map.passed());
  }
}
