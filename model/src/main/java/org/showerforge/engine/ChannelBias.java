package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** One bias per channel of an image, seen as one per pixel and channel. */
final class ChannelBias {
  private final Backend backend;
  private final Parameters bias;
  private final Matrix ones;
  private final Matrix row;
  private final Matrix byPixel;
  private final Matrix sums;
  private final Matrix sumsByPixel;
  private final Matrix channelSums;

  /**
   * A bias.
   *
   * @param bias [1, channels]
   */
  ChannelBias(Backend backend, Parameters bias, int pixels) {
    this.backend = backend;
    this.bias = bias;
    int channels = bias.values().columns();
    this.ones = backend.allocate(pixels, 1);
    backend.affine(0, 1, ones);
    this.row = backend.allocate(1, pixels * channels);
    this.byPixel = row.reshape(pixels, channels);
    this.sums = backend.allocate(1, pixels * channels);
    this.sumsByPixel = sums.reshape(pixels, channels);
    this.channelSums = backend.allocate(1, channels);
  }

  Matrix row() {
    backend.product(ones, bias.values(), byPixel);
    return row;
  }

  void gradient(Matrix errorSums, Sum sum) {
    backend.copy(errorSums, sums);
    backend.columnSums(sumsByPixel, channelSums);
    sum.copy(backend, channelSums, bias.gradient());
  }
}
