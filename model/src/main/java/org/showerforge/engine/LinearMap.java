package org.showerforge.engine;

/**
 * A linear map with a bias: the only kind of layer that an adversarial step knows between
 * activations.
 *
 * <p>Because the map is linear, its three operations are all that a gradient of any order needs:
 * the sweep forward, the sweep backward, and the sweep of a direction through the linearised
 * network.
 */
interface LinearMap {
  /** out = in W + b. */
  void apply(Matrix in, Matrix out);

  /** out = in W: the map without its bias, for a direction instead of a point. */
  void applyLinear(Matrix in, Matrix out);

  /** out = error W^T. */
  void applyTranspose(Matrix error, Matrix out);

  /** Weight gradient = in^T error, over all rows. */
  void weightGradient(Matrix in, Matrix error);

  /** Bias gradient = the sum of the error's rows. */
  void biasGradient(Matrix error);
}
