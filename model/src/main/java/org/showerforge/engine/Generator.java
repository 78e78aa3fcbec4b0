package org.showerforge.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * A generator: (latent noise, conditions) through layers, then a {@link Head} that turns the last
 * layer's numbers into a response.
 */
public final class Generator {
  private final Backend backend;
  private final List<Layer> layers;
  private final Head head;
  private final Matrix input;
  private final Matrix[] values;
  private final Section[] active;
  private final Matrix cellNoise;

  /** What {@link #backward} needs; null if there is none. */
  private final @Nullable Gradients gradients;

  /** The columns of a layer that its activation is for, and what it adds: the bias, or nothing. */
  private record Section(Matrix values, @Nullable Matrix slopes, Matrix bias) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Gradients(Matrix[] slopes, Matrix[] errors, Matrix[] errorSums) {}

  /**
   * A generator to be trained, for batches of one size.
   *
   * @param layers from [noise, conditions] to {@code head.outputs(responseWidth)} numbers
   */
  public Generator(Backend backend, List<Layer> layers, Head head, int batch, int responseWidth) {
    this(backend, layers, head, batch, responseWidth, true);
  }

  /** A generator that only goes forward: with half of the memory, and faster. */
  public static Generator forward(
      Backend backend, List<Layer> layers, Head head, int batch, int responseWidth) {
    return new Generator(backend, layers, head, batch, responseWidth, false);
  }

  private Generator(
      Backend backend,
      List<Layer> layers,
      Head head,
      int batch,
      int responseWidth,
      boolean trained) {
    this.backend = backend;
    this.layers = List.copyOf(layers);
    this.head = head;
    check(layers, head.outputs(responseWidth), batch);
    this.input = backend.allocate(batch, layers.get(0).map().inputs());
    this.values = new Matrix[layers.size()];
    this.gradients =
        trained
            ? new Gradients(
                new Matrix[layers.size()], new Matrix[layers.size()], new Matrix[layers.size()])
            : null;
    this.active = new Section[layers.size()];
    for (int l = 0; l < values.length; l++) {
      Layer layer = layers.get(l);
      int width = layer.map().outputs();
      values[l] = backend.allocate(batch, width);
      Matrix slopes = null;
      if (gradients != null) {
        slopes = backend.allocate(batch, width);
        gradients.slopes[l] = slopes;
        gradients.errors[l] = backend.allocate(batch, width);
        gradients.errorSums[l] = backend.allocate(1, width);
        backend.affine(0, 1, slopes);
      }
      Matrix bias = layer.norm() == null ? layer.map().bias() : backend.allocate(1, width);
      active[l] =
          new Section(
              layer.active(values[l]),
              slopes == null ? null : layer.active(slopes),
              layer.active(bias));
    }
    this.cellNoise = backend.allocate(batch, head.noise(responseWidth));
  }

  private static void check(List<Layer> layers, int outputs, int batch) {
    if (batch < 1) {
      throw new UserException("batch: must be >= 1, got %d", batch);
    }
    if (layers.isEmpty()) {
      throw new UserException("generator: needs at least one layer");
    }
    int width = layers.get(0).map().inputs();
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).map().inputs() != width) {
        throw new UserException(
            "generator: layer %d takes %d numbers, the one below gives %d",
            l, layers.get(l).map().inputs(), width);
      }
      width = layers.get(l).map().outputs();
    }
    if (width != outputs) {
      throw new UserException(
          "generator: the head takes %d numbers, the last layer gives %d", outputs, width);
    }
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
    head.apply(top(), cellNoise, response);
  }

  /** As {@link #forward}, but numbers that its head would put up to zero stay negative. */
  public void forwardUncut(Matrix response) {
    head.applyUncut(top(), cellNoise, response);
  }

  /** What the last layer gives. */
  private Matrix top() {
    Matrix below = input;
    for (int l = 0; l < values.length; l++) {
      Layer layer = layers.get(l);
      layer.map().apply(below, values[l]);
      Matrix bias = layer.map().bias();
      if (layer.norm() != null) {
        backend.addRow(bias, values[l]);
        layer.norm().apply(values[l]);
      }
      activate(layer, active[l]);
      below = values[l];
    }
    return below;
  }

  private void activate(Layer layer, Section of) {
    if (layer.activation().isIdentity()) {
      backend.addRow(of.bias, of.values);
    } else if (of.slopes == null) {
      backend.activate(layer.activation(), of.bias, of.values);
    } else {
      backend.activate(layer.activation(), of.bias, of.values, of.slopes);
    }
  }

  /**
   * Fills the weight gradients, after {@link #forward}.
   *
   * @param response what forward wrote
   * @param gradient the loss's derivative by the response
   * @param sum whether this is a further block of a larger batch; a batch normalisation needs all
   *     of a batch in one
   */
  public void backward(Matrix response, Matrix gradient, Sum sum) {
    if (gradients == null) {
      throw new IllegalStateException("a generator that only goes forward");
    }
    Matrix[] errors = gradients.errors;
    int top = values.length - 1;
    head.backward(values[top], cellNoise, response, gradient, errors[top]);
    for (int l = top; l >= 0; l--) {
      Layer layer = layers.get(l);
      if (!layer.activation().isIdentity()) {
        backend.multiply(errors[l], gradients.slopes[l], errors[l]);
      }
      if (layer.norm() != null) {
        if (sum == Sum.ADDED) {
          throw new IllegalStateException("batch normalisation in blocks");
        }
        layer.norm().backward(errors[l]);
      }
      layer.map().weightGradient(l == 0 ? input : values[l - 1], errors[l], sum);
      backend.columnSums(errors[l], gradients.errorSums[l]);
      layer.map().biasGradient(gradients.errorSums[l], sum);
      if (l > 0) {
        layer.map().applyTranspose(errors[l], errors[l - 1]);
      }
    }
  }
}
