package org.showerforge.engine;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Activation;

/** A layer of a naive network: map, perhaps batch normalisation, activation. */
record NaiveLayer(NaiveMap map, @Nullable NaiveBatchNorm norm, Activation activation) {
  double[] preactivations(double[] x) {
    double[] a = map.apply(x);
    double[] biases = map.biases();
    for (int j = 0; j < a.length; j++) {
      a[j] += biases[j];
    }
    return a;
  }

  double[] activated(double[] a, Margin margin) {
    double[] h = a.clone();
    for (int j = 0; j < a.length - map.passed(); j++) {
      NaiveActivation.see(activation, a[j], margin);
      h[j] = NaiveActivation.value(activation, a[j]);
    }
    return h;
  }

  /** A change of the input becomes one of the output. */
  double[] tangent(double[] a, double[] change) {
    double[] out = map.apply(change);
    for (int j = 0; j < a.length - map.passed(); j++) {
      out[j] *= NaiveActivation.slope(activation, a[j]);
    }
    return out;
  }
}
