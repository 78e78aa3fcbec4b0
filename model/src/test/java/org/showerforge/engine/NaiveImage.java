package org.showerforge.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of one event's image as plain loops, padded as TensorFlow describes "same": with n
 * pixels, a kernel of k and a stride of s along an axis, k - s zeros if s divides n and k - n mod s
 * else, the smaller half in front.
 */
final class NaiveImage {
  /** How a map uses its weights. */
  enum Kind {
    /** weight [filter][channel x kernel]. */
    CONVOLUTION,
    /** The convolution's transpose: from positions to the image. */
    TRANSPOSED,
    /** weight [position][channel x kernel][filter]. */
    LOCAL
  }

  /** One number of the image under one number of the kernel at one position. */
  private record Tap(int position, int inKernel, int number) {}

  private final PatchGeometry geometry;
  private final List<Tap> taps = new ArrayList<>();
  private final int[] positions = new int[3];
  private final int kernelSize;

  NaiveImage(PatchGeometry geometry) {
    this.geometry = geometry;
    int size = geometry.channels();
    for (int axis = 0; axis < 3; axis++) {
      positions[axis] = (int) Math.ceil(geometry.image().get(axis) / (double) stride(axis));
      size *= geometry.kernel().get(axis);
    }
    this.kernelSize = size;
    for (int z = 0; z < positions[0]; z++) {
      for (int y = 0; y < positions[1]; y++) {
        for (int x = 0; x < positions[2]; x++) {
          addTaps(z, y, x);
        }
      }
    }
  }

  private int stride(int axis) {
    return geometry.stride().get(axis);
  }

  private void addTaps(int z, int y, int x) {
    int position = (z * positions[1] + y) * positions[2] + x;
    int inKernel = 0;
    for (int channel = 0; channel < geometry.channels(); channel++) {
      for (int dz = 0; dz < geometry.kernel().get(0); dz++) {
        for (int dy = 0; dy < geometry.kernel().get(1); dy++) {
          for (int dx = 0; dx < geometry.kernel().get(2); dx++) {
            int[] at = {pixel(0, z, dz), pixel(1, y, dy), pixel(2, x, dx)};
            if (isInside(at)) {
              int pixel = (at[0] * size(1) + at[1]) * size(2) + at[2];
              taps.add(new Tap(position, inKernel, pixel * geometry.channels() + channel));
            }
            inKernel++;
          }
        }
      }
    }
  }

  private int size(int axis) {
    return geometry.image().get(axis);
  }

  private int pixel(int axis, int position, int offset) {
    int rest = size(axis) % stride(axis);
    int padding = Math.max(0, geometry.kernel().get(axis) - (rest == 0 ? stride(axis) : rest));
    return position * stride(axis) + offset - padding / 2;
  }

  private boolean isInside(int[] at) {
    boolean inside = true;
    for (int axis = 0; axis < at.length; axis++) {
      inside &= at[axis] >= 0 && at[axis] < size(axis);
    }
    return inside;
  }

  /** A map with one bias per channel that goes out. */
  NaiveMap map(Kind kind, int filters, double[] weight, double[] bias) {
    int places = positions[0] * positions[1] * positions[2];
    int imageSize = size(0) * size(1) * size(2) * geometry.channels();
    int outputs = kind == Kind.TRANSPOSED ? imageSize : places * filters;
    return new NaiveMap() {
      @Override
      public double[] apply(double[] x) {
        double[] out = new double[outputs];
        for (Tap tap : taps) {
          for (int f = 0; f < filters; f++) {
            int there = tap.position * filters + f;
            int shared = f * kernelSize + tap.inKernel;
            switch (kind) {
              case CONVOLUTION -> out[there] += weight[shared] * x[tap.number];
              case TRANSPOSED -> out[tap.number] += weight[shared] * x[there];
              case LOCAL -> {
                int own = (tap.position * kernelSize + tap.inKernel) * filters + f;
                out[there] += weight[own] * x[tap.number];
              }
            }
          }
        }
        return out;
      }

      @Override
      public double[] biases() {
        double[] out = new double[outputs];
        for (int j = 0; j < outputs; j++) {
          out[j] = bias[j % bias.length];
        }
        return out;
      }
    };
  }
}
