package org.showerforge.benchmark;

import java.util.List;

/**
 * Networks and batch size that a step is timed with.
 *
 * @param generator widths from input to output; the last input is the condition
 * @param critic widths; for images only the dense part, behind the maps of the images
 */
record BenchmarkCase(
    String name, Kind kind, List<Integer> generator, List<Integer> critic, int batch) {

  /** What the critic begins with. */
  enum Kind {
    /** Dense maps; a critic step, then a generator step. */
    DENSE,
    /** A convolution per image; the critic step only. */
    CONVOLUTION,
    /** A locally connected map per image; the critic step only. */
    LOCALLY_CONNECTED
  }

  /** Height and width of CaloGAN's three layers. */
  static final List<List<Integer>> IMAGES =
      List.of(List.of(3, 96), List.of(12, 12), List.of(12, 6));

  /** Cells of those. */
  static final int CELLS = 504;

  static final int FILTERS = 8;
  static final int KERNEL = 3;
  static final double LEAK = 0.2;
  static final double LAMBDA = 10;
  static final double LEARNING_RATE = 1e-4;

  static BenchmarkCase calogan(int batch) {
    return new BenchmarkCase(
        "CaloGAN, dense",
        Kind.DENSE,
        List.of(65, 256, 512, CELLS),
        List.of(CELLS + 1, 512, 256, 1),
        batch);
  }

  static BenchmarkCase fastCaloGan() {
    return new BenchmarkCase(
        "FastCaloGAN",
        Kind.DENSE,
        List.of(51, 50, 100, 200, 368),
        List.of(369, 368, 368, 368, 1),
        128);
  }

  static BenchmarkCase images(Kind kind) {
    return new BenchmarkCase(
        kind == Kind.CONVOLUTION ? "images, convolutional" : "images, locally connected",
        kind,
        List.of(),
        List.of(CELLS * FILTERS + 1, 128, 1),
        128);
  }

  boolean hasGenerator() {
    return kind == Kind.DENSE;
  }

  /** Width of a response. */
  int cells() {
    return hasGenerator() ? generator.get(generator.size() - 1) : CELLS;
  }

  /** Noise numbers per event. */
  int latent() {
    return generator.get(0) - 1;
  }

  /**
   * The products' floating-point operations in a critic and a generator step. A product of a batch
   * B with n weights is 2 B n. With G weights in the generator, C in the critic, and G_1, C_1 in
   * their first layers:
   *
   * <ul>
   *   <li>critic step: G for the fakes; 2 C_1 + 3 (C - C_1) forward, the first layer between real
   *       and fake being mixed; 3 (C - C_1) backward; C_1 for the gradient by the input; C for its
   *       direction; 3 C for the weights.
   *   <li>generator step: G forward, C forward, C backward, G - G_1 backward, G for the weights.
   * </ul>
   */
  double flops() {
    return flops(1);
  }

  /** As {@link #flops()}, with several critic steps to a generator step. */
  double flops(int criticSteps) {
    if (!hasGenerator()) {
      throw new IllegalStateException(this + " is not counted");
    }
    double g = weights(generator);
    double g1 = weights(generator.subList(0, 2));
    double c = weights(critic);
    double c1 = weights(critic.subList(0, 2));
    double criticStep = g + 2 * c1 + 3 * (c - c1) + 3 * (c - c1) + c1 + c + 3 * c;
    double generatorStep = g + c + c + (g - g1) + g;
    return 2.0 * batch * (criticSteps * criticStep + generatorStep);
  }

  private static double weights(List<Integer> widths) {
    double sum = 0;
    for (int l = 1; l < widths.size(); l++) {
      sum += (double) widths.get(l - 1) * widths.get(l);
    }
    return sum;
  }

  @Override
  public String toString() {
    return name + ", batch " + batch;
  }
}
