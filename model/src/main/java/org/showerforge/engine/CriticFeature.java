package org.showerforge.engine;

import org.showerforge.backend.Matrix;

/**
 * A fixed function of the response that is appended to the critic's input, so that it looks where
 * physicists look first.
 *
 * <p>The penalty is taken in the space [response, features], where real and fake are interpolated,
 * so a feature needs only its first derivative, and only for the generator's step.
 */
public interface CriticFeature {
  /** How many numbers it adds. */
  int width();

  /**
   * out = phi(response).
   *
   * @param response [batch, cells]
   * @param threshold the read-out threshold on the response's scale, by event: [batch, 1]
   * @param out [batch, width]
   */
  void apply(Matrix response, Matrix threshold, Matrix out);

  /**
   * responseGradient += (d phi / d response)^T gradient, at the response of the last {@link
   * #apply}.
   */
  void addGradient(Matrix response, Matrix threshold, Matrix gradient, Matrix responseGradient);
}
