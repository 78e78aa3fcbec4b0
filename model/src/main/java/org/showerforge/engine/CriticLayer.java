package org.showerforge.engine;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** One layer of a critic with its buffers, and its part in the sweeps of {@link Critic}. */
final class CriticLayer {
  private final Backend backend;
  private final Activation activation;
  private final boolean penalised;
  private final Rows slopes;
  private final Matrix errorSums;
  private final Views activeBias;
  private final Section points;
  private final Section generated;
  private final Section between;
  private final @Nullable Matrix curvature;
  private final @Nullable Matrix activeCurvature;

  final LinearMap map;
  final Rows values;
  final Rows errors;

  /** The columns of a block that the activation is for. */
  private record Section(Matrix values, Matrix slopes) {}

  /**
   * A layer.
   *
   * @param curved whether the second derivative of the activation is wanted
   */
  CriticLayer(Backend backend, Layer layer, Rows.Layout layout, boolean curved) {
    this.backend = backend;
    this.map = layer.map();
    this.activation = layer.activation();
    this.penalised = layout.penalised();
    int width = map.outputs();
    this.values = layout.of(backend.allocate(layout.rows(), width));
    this.slopes = layout.of(backend.allocate(layout.rows(), width));
    this.errors = layout.of(backend.allocate(layout.rows(), width));
    this.errorSums = backend.allocate(1, width);
    this.activeBias = new Views(bias -> new Matrix[] {layer.active(bias)});
    this.points = section(layer, values.points(), slopes.points());
    this.generated = section(layer, values.generated(), slopes.generated());
    this.between = section(layer, values.between(), slopes.between());
    this.curvature = curved ? backend.allocate(layout.batch(), width) : null;
    this.activeCurvature = curvature == null ? null : layer.active(curvature);
    // Columns that the map passes on have slope 1 and curvature 0 for ever.
    backend.affine(0, 1, slopes.all());
  }

  private static Section section(Layer layer, Matrix values, Matrix slopes) {
    return new Section(layer.active(values), layer.active(slopes));
  }

  void activatePoints() {
    activate(points);
  }

  void activateGenerated() {
    activate(generated);
  }

  void activateBetween() {
    if (activeCurvature == null) {
      activate(between);
    } else {
      backend.activate(activation, bias(), between.values, between.slopes, activeCurvature);
    }
  }

  private void activate(Section section) {
    backend.activate(activation, bias(), section.values, section.slopes);
  }

  private Matrix bias() {
    return activeBias.of(map.bias())[0];
  }

  /** Errors by H become errors by A, for real, fake and the score's gradient. */
  void backward() {
    backend.multiply(errors.pointsBackward(), slopes.pointsBackward(), errors.pointsBackward());
    if (curvature != null) {
      backend.multiply(curvature, errors.direction(), curvature);
    }
    if (penalised) {
      backend.multiply(errors.direction(), slopes.between(), errors.direction());
    }
  }

  void backwardGenerated() {
    backend.multiply(errors.generated(), slopes.generated(), errors.generated());
  }

  /** The direction goes through the slope. */
  void direct() {
    if (curvature != null) {
      backend.multiply(curvature, values.direction(), curvature);
    }
    backend.multiply(values.direction(), slopes.between(), values.direction());
  }

  /** Errors by H of the sweep for curvature become errors by A. */
  void backwardCurved() {
    backend.multiply(errors.curved(), slopes.curved(), errors.curved());
    if (curvature != null) {
      backend.combine(1, curvature, 1, errors.between());
    }
  }

  /** Fills the gradients, given what came in. */
  void gradients(Matrix below, Sum sum) {
    map.weightGradient(below, errors.all(), sum);
    backend.columnSums(errors.biased(), errorSums);
    map.biasGradient(errorSums, sum);
  }
}
