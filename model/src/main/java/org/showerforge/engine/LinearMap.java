package org.showerforge.engine;

import org.showerforge.backend.Matrix;

/**
 * A linear map and a bias: the only kind of layer that an adversarial step knows between
 * activations.
 *
 * <p>Because the map is linear, its three operations are all that a gradient of any order needs:
 * the sweep forward, the sweep backward, and the sweep of a direction through the linearised
 * network. Rows are events. Views of the matrices that it is given are kept, so the same few must
 * come again and again.
 */
public interface LinearMap {
  /** Numbers that go in. */
  int inputs();

  /** Numbers that come out. */
  int outputs();

  /** How many of the last outputs are inputs passed on as they are, without activation. */
  default int passed() {
    return 0;
  }

  /** out = in W, without the bias. */
  void apply(Matrix in, Matrix out);

  /** out = error W^T. */
  void applyTranspose(Matrix error, Matrix out);

  /** Weight gradient = in^T error, over all rows. */
  void weightGradient(Matrix in, Matrix error, Sum sum);

  /** The bias as it stands now, one number per output: [1, outputs]; always the same matrix. */
  Matrix bias();

  /** Bias gradient from the sums of the errors' rows: [1, outputs]. */
  void biasGradient(Matrix errorSums, Sum sum);
}
