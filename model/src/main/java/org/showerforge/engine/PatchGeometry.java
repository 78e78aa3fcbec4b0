package org.showerforge.engine;

import java.util.Arrays;
import java.util.List;
import org.showerforge.UserException;

/**
 * How a kernel slides over an image of two or three dimensions: one patch per position.
 *
 * <p>An event's row holds an image with its channels last, [depth][height][width][channels]; a
 * two-dimensional image has depth 1. The padding is "same": ceil(size/stride) positions along each
 * axis, zeros beyond the edges, the smaller half of them in front (as DL4J and TensorFlow).
 *
 * @param image depth, height, width
 * @param channels numbers per pixel
 * @param kernel depth, height, width
 * @param stride along the same axes
 */
public record PatchGeometry(
    List<Integer> image, int channels, List<Integer> kernel, List<Integer> stride) {
  private static final int AXES = 3;

  /** Checks the sizes. */
  public PatchGeometry {
    image = check("image", image);
    kernel = check("kernel", kernel);
    stride = check("stride", stride);
    if (channels < 1) {
      throw new UserException("channels: must be >= 1, got %d", channels);
    }
  }

  private static List<Integer> check(String what, List<Integer> sizes) {
    if (sizes.size() != AXES || sizes.stream().anyMatch(size -> size < 1)) {
      throw new UserException("%s: needs three sizes >= 1, got %s", what, sizes);
    }
    return List.copyOf(sizes);
  }

  /** Numbers in an event's image. */
  public int imageSize() {
    return channels * product(image);
  }

  /** Positions of the kernel along each axis. */
  public List<Integer> positionsByAxis() {
    return List.of(positions(0), positions(1), positions(2));
  }

  private int positions(int axis) {
    return (image.get(axis) + stride.get(axis) - 1) / stride.get(axis);
  }

  /** Positions of the kernel. */
  public int positions() {
    return product(positionsByAxis());
  }

  /** Numbers that a kernel covers. */
  public int patchSize() {
    return channels * product(kernel);
  }

  private static int product(List<Integer> sizes) {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }

  /** How the numbers of a patch follow each other. */
  public enum Order {
    /** [channel][depth][height][width]. */
    CHANNELS_FIRST,
    /** [depth][height][width][channel]. */
    CHANNELS_LAST
  }

  /**
   * Which number of the image each number of the patches is, position by position, or -1 beyond the
   * edge.
   */
  public int[] index(Order order) {
    int[] index = new int[Math.multiplyExact(positions(), patchSize())];
    int[] position = new int[AXES];
    int[] offset = new int[AXES];
    int at = 0;
    int pixels = product(kernel);
    for (int p = 0; p < positions(); p++) {
      unravel(p, positionsByAxis(), position);
      for (int i = 0; i < patchSize(); i++) {
        boolean first = order == Order.CHANNELS_FIRST;
        unravel(first ? i % pixels : i / channels, kernel, offset);
        index[at++] = element(position, offset, first ? i / pixels : i % channels);
      }
    }
    return index;
  }

  private static void unravel(int flat, List<Integer> sizes, int[] out) {
    int rest = flat;
    for (int axis = AXES - 1; axis >= 0; axis--) {
      out[axis] = rest % sizes.get(axis);
      rest /= sizes.get(axis);
    }
  }

  private int element(int[] position, int[] offset, int channel) {
    int pixel = 0;
    for (int axis = 0; axis < AXES; axis++) {
      int at = position[axis] * stride.get(axis) + offset[axis] - before(axis);
      if (at < 0 || at >= image.get(axis)) {
        return -1;
      }
      pixel = pixel * image.get(axis) + at;
    }
    return pixel * channels + channel;
  }

  /** Pixels along an axis from the first that a kernel covers to the last; beyond the edges too. */
  public int covered(int axis) {
    return (positions(axis) - 1) * stride.get(axis) + kernel.get(axis);
  }

  /** Zeros in front of an image along an axis. */
  public int before(int axis) {
    return Math.max(0, covered(axis) - image.get(axis)) / 2;
  }

  @Override
  public String toString() {
    return "image %s x %d, kernel %s, stride %s".formatted(image, channels, kernel, stride);
  }

  /** The sizes of a two-dimensional image, kernel or stride. */
  public static List<Integer> flat(int height, int width) {
    return Arrays.asList(1, height, width);
  }
}
