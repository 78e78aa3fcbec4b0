package org.showerforge.engine;

import java.util.List;

/**
 * A generator: (latent noise, conditions) through dense maps with leaky ReLUs between them, then a
 * {@link Head} that turns the last map's numbers into a response.
 */
public final class Generator {
  private final Backend backend;
  private final List<Dense> maps;
  private final Head head;
  private final double leak;
  private final Matrix input;
  private final Matrix[] values;
  private final Matrix[] slopes;
  private final Matrix[] errors;
  private final Matrix cellNoise;

  /**
   * A generator for batches of one size.
   *
   * @param maps from [noise, conditions] to {@code head.outputs(responseWidth)} numbers
   * @param leak slope of the leaky ReLU below zero
   */
  public Generator(
      Backend backend, List<Dense> maps, Head head, int batch, int responseWidth, double leak) {
    this.backend = backend;
    this.maps = List.copyOf(maps);
    this.head = head;
    this.leak = leak;
    this.input = backend.allocate(batch, maps.get(0).inputs());
    this.values = new Matrix[maps.size()];
    this.slopes = new Matrix[maps.size()];
    this.errors = new Matrix[maps.size()];
    for (int l = 0; l < values.length; l++) {
      values[l] = backend.allocate(batch, maps.get(l).outputs());
      slopes[l] = backend.allocate(batch, maps.get(l).outputs());
      errors[l] = backend.allocate(batch, maps.get(l).outputs());
    }
    this.cellNoise = backend.allocate(batch, head.noise(responseWidth));
  }

  /** Where the caller puts [noise, conditions]. */
  public Matrix input() {
    return input;
  }

  /** Where the caller puts the head's own noise; no columns if the head uses none. */
  public Matrix cellNoise() {
    return cellNoise;
  }

  /** Writes the response for what is in {@link #input} and {@link #cellNoise}. */
  public void forward(Matrix response) {
    Matrix below = input;
    for (int l = 0; l < values.length; l++) {
      maps.get(l).apply(below, values[l]);
      if (l + 1 < values.length) {
        backend.leakySlope(leak, values[l], slopes[l]);
        backend.multiply(values[l], slopes[l], values[l]);
      }
      below = values[l];
    }
    head.apply(below, cellNoise, response);
  }

  /**
   * Fills the weight gradients, after {@link #forward}.
   *
   * @param response what forward wrote
   * @param gradient the loss's derivative by the response
   */
  public void backward(Matrix response, Matrix gradient) {
    int top = values.length - 1;
    head.backward(values[top], cellNoise, response, gradient, errors[top]);
    for (int l = top; l >= 0; l--) {
      maps.get(l).weightGradient(l == 0 ? input : values[l - 1], errors[l]);
      maps.get(l).biasGradient(errors[l]);
      if (l > 0) {
        maps.get(l).applyTranspose(errors[l], errors[l - 1]);
        backend.multiply(errors[l - 1], slopes[l - 1], errors[l - 1]);
      }
    }
  }
}
