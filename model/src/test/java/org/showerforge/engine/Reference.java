package org.showerforge.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A critic written out naively, one event at a time in plain loops: the oracle for the engine's
 * gradients. It shares no code with the engine.
 */
final class Reference {
  /** Weights [in][out] and bias [out] of one layer. */
  record Layer(double[][] weight, double[] bias) {}

  final List<Layer> layers = new ArrayList<>();
  final double leak;

  Reference(double leak) {
    this.leak = leak;
  }

  /** Random weights that a float holds exactly, so that both precisions see the same network. */
  static Reference random(Random random, double leak, int... widths) {
    Reference reference = new Reference(leak);
    for (int l = 0; l + 1 < widths.length; l++) {
      double[][] weight = new double[widths[l]][widths[l + 1]];
      double[] bias = new double[widths[l + 1]];
      for (int j = 0; j < bias.length; j++) {
        bias[j] = (float) (0.3 * random.nextGaussian());
        for (double[] row : weight) {
          row[j] = (float) (random.nextGaussian() / Math.sqrt(widths[l]));
        }
      }
      reference.layers.add(new Layer(weight, bias));
    }
    return reference;
  }

  /** The last layer's numbers. */
  double[] forward(double[] x) {
    double[] values = x;
    for (int l = 0; l < layers.size(); l++) {
      values = affine(layers.get(l), values);
      if (l + 1 < layers.size()) {
        for (int j = 0; j < values.length; j++) {
          values[j] *= values[j] > 0 ? 1 : leak;
        }
      }
    }
    return values;
  }

  private static double[] affine(Layer layer, double[] x) {
    double[] out = layer.bias.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < out.length; j++) {
        out[j] += x[i] * layer.weight[i][j];
      }
    }
    return out;
  }

  /** The gradient of the only output by the input. */
  double[] inputGradient(double[] x) {
    List<double[]> slopes = new ArrayList<>();
    double[] values = x;
    for (int l = 0; l + 1 < layers.size(); l++) {
      values = affine(layers.get(l), values);
      double[] slope = new double[values.length];
      for (int j = 0; j < values.length; j++) {
        slope[j] = values[j] > 0 ? 1 : leak;
        values[j] *= slope[j];
      }
      slopes.add(slope);
    }
    double[] error = {1};
    for (int l = layers.size() - 1; l >= 0; l--) {
      double[][] weight = layers.get(l).weight;
      double[] below = new double[weight.length];
      for (int i = 0; i < below.length; i++) {
        for (int j = 0; j < error.length; j++) {
          below[i] += weight[i][j] * error[j];
        }
        if (l > 0) {
          below[i] *= slopes.get(l - 1)[i];
        }
      }
      error = below;
    }
    return error;
  }

  /** mean D(fake) - mean D(real) + lambda mean (|g| - 1)^2, g by the first inputs only. */
  double criticLoss(
      double[][] real, double[][] fake, double[] epsilon, int responseWidth, double lambda) {
    double loss = 0;
    for (int n = 0; n < real.length; n++) {
      double[] mixed = new double[real[n].length];
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = epsilon[n] * real[n][i] + (1 - epsilon[n]) * fake[n][i];
      }
      double[] gradient = inputGradient(mixed);
      double square = 0;
      for (int i = 0; i < responseWidth; i++) {
        square += gradient[i] * gradient[i];
      }
      loss +=
          forward(fake[n])[0] - forward(real[n])[0] + lambda * Math.pow(Math.sqrt(square) - 1, 2);
    }
    return loss / real.length;
  }

  /**
   * The engine's maps with these weights; the matrices that gradients go to are added to the list.
   */
  List<Dense> maps(Backend backend, List<Matrix> gradients) {
    List<Dense> maps = new ArrayList<>();
    for (Layer layer : layers) {
      int in = layer.weight.length;
      int out = layer.bias.length;
      Matrix weight = matrix(backend, layer.weight);
      Matrix bias = matrix(backend, new double[][] {layer.bias});
      Matrix weightGradient = backend.allocate(in, out);
      Matrix biasGradient = backend.allocate(1, out);
      gradients.add(weightGradient);
      gradients.add(biasGradient);
      maps.add(new Dense(backend, weight, bias, weightGradient, biasGradient));
    }
    return maps;
  }

  /**
   * Every weight and bias, as something that a finite difference can nudge, in the order of the
   * gradients.
   */
  List<Nudge> nudges() {
    List<Nudge> nudges = new ArrayList<>();
    for (Layer layer : layers) {
      for (double[] row : layer.weight) {
        for (int j = 0; j < row.length; j++) {
          nudges.add(new Nudge(row, j));
        }
      }
      for (int j = 0; j < layer.bias.length; j++) {
        nudges.add(new Nudge(layer.bias, j));
      }
    }
    return nudges;
  }

  /** One number of a network. */
  record Nudge(double[] array, int index) {
    /** The central difference of a function by this number. */
    double derivative(java.util.function.DoubleSupplier function) {
      double step = 1e-6;
      double at = array[index];
      array[index] = at + step;
      double above = function.getAsDouble();
      array[index] = at - step;
      double below = function.getAsDouble();
      array[index] = at;
      return (above - below) / (2 * step);
    }
  }

  static Matrix matrix(Backend backend, double[][] rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        values[i * rows[i].length + j] = (float) rows[i][j];
      }
    }
    Matrix matrix = backend.allocate(rows.length, rows[0].length);
    backend.write(values, matrix);
    return matrix;
  }

  /** Random rows that a float holds exactly. */
  static double[][] rows(Random random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  /** |a - b| / |b|. */
  static double relativeError(double[] a, double[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    return Math.sqrt(difference / size);
  }
}
