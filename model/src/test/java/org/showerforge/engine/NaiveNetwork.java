package org.showerforge.engine;

import java.util.List;

/**
 * A network written out naively: the oracle for the engine's gradients, with which it shares no
 * code. Derivatives by the input are carried forward, one input number at a time.
 */
record NaiveNetwork(List<NaiveLayer> layers, Margin margin) {
  /** The last layer's numbers for one event; without batch normalisation. */
  double[] forward(double[] x) {
    return forward(x, layers.size());
  }

  /** The last hidden layer's numbers. */
  double[] hidden(double[] x) {
    return forward(x, layers.size() - 1);
  }

  private double[] forward(double[] x, int depth) {
    double[] values = x;
    for (NaiveLayer layer : layers.subList(0, depth)) {
      values = layer.activated(layer.preactivations(values), margin);
    }
    return values;
  }

  /** Row 0: the last layer's numbers; row i + 1: their derivatives by input i, for the first. */
  double[][] forwardWithDerivatives(double[] x, int inputs) {
    double[][] rows = new double[1 + inputs][x.length];
    rows[0] = x;
    for (int i = 0; i < inputs; i++) {
      rows[i + 1][i] = 1;
    }
    for (NaiveLayer layer : layers) {
      double[] a = layer.preactivations(rows[0]);
      rows[0] = layer.activated(a, margin);
      for (int i = 0; i < inputs; i++) {
        rows[i + 1] = layer.tangent(a, rows[i + 1]);
      }
    }
    return rows;
  }

  /** The last layer's numbers for a batch, with batch normalisation. */
  double[][] forwardBatch(double[][] batch) {
    double[][] rows = batch.clone();
    for (NaiveLayer layer : layers) {
      for (int n = 0; n < rows.length; n++) {
        rows[n] = layer.preactivations(rows[n]);
      }
      if (layer.norm() != null) {
        rows = layer.norm().apply(rows, margin);
      }
      for (int n = 0; n < rows.length; n++) {
        rows[n] = layer.activated(rows[n], margin);
      }
    }
    return rows;
  }
}
