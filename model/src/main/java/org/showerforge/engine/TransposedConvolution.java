package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * The transpose of a convolution: from a small image to a large one (Radford et al. 2016, DCGAN,
 * arXiv 1511.06434).
 */
public final class TransposedConvolution implements LinearMap {
  private final SharedKernel kernel;
  private final ChannelBias bias;

  /**
   * The transpose of the convolution that a geometry of the large image describes.
   *
   * @param large the geometry of the image that comes out
   * @param weight [channels of the small image, channels of the large one x kernel]; or, with
   *     channels last, [kernel x channels of the large image, channels of the small one]
   * @param order of the numbers of a patch
   * @param bias [1, channels of the large image]
   */
  public TransposedConvolution(
      Backend backend,
      PatchGeometry large,
      Parameters weight,
      PatchGeometry.Order order,
      Parameters bias) {
    this.kernel = new SharedKernel(backend, large, weight, order);
    this.bias = new ChannelBias(backend, bias, large.imageSize() / large.channels());
  }

  @Override
  public int inputs() {
    return kernel.outputSize();
  }

  @Override
  public int outputs() {
    return kernel.imageSize();
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    kernel.toImage(in, out);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    kernel.toPositions(error, out);
  }

  @Override
  public void weightGradient(Matrix in, Matrix error, Sum sum) {
    kernel.weightGradient(error, in, sum);
  }

  @Override
  public Matrix bias() {
    return bias.row();
  }

  @Override
  public void biasGradient(Matrix errorSums, Sum sum) {
    bias.gradient(errorSums, sum);
  }
}
