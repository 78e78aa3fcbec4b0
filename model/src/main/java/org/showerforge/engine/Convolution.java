package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** A convolution in two or three dimensions, from image to image, channels last. */
public final class Convolution implements LinearMap {
  private final SharedKernel kernel;
  private final ChannelBias bias;

  /**
   * A convolution.
   *
   * @param weight [filters, channels x kernel depth x height x width]
   * @param bias [1, filters]
   */
  public Convolution(Backend backend, PatchGeometry geometry, Parameters weight, Parameters bias) {
    this.kernel = new SharedKernel(backend, geometry, weight, PatchGeometry.Order.CHANNELS_FIRST);
    this.bias = new ChannelBias(backend, bias, geometry.positions());
  }

  @Override
  public int inputs() {
    return kernel.imageSize();
  }

  @Override
  public int outputs() {
    return kernel.outputSize();
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    kernel.toPositions(in, out);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    kernel.toImage(error, out);
  }

  @Override
  public void weightGradient(Matrix in, Matrix error, Sum sum) {
    kernel.weightGradient(in, error, sum);
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
