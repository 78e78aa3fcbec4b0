package org.showerforge.engine;

import org.showerforge.backend.Activation;

/** Activations and their slopes, as the textbook writes them. */
final class NaiveActivation {
  private NaiveActivation() {}

  static double value(Activation f, double x) {
    return switch (f.kind()) {
      case IDENTITY -> x;
      case LEAKY_RELU -> x > 0 ? x : f.leak() * x;
      case RELU -> x > 0 ? x : 0;
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
      case SWISH -> x * sigmoid(x);
      case SOFTPLUS -> softplus(x);
    };
  }

  static double slope(Activation f, double x) {
    double s = sigmoid(x);
    return switch (f.kind()) {
      case IDENTITY -> 1;
      case LEAKY_RELU -> x > 0 ? 1 : f.leak();
      case RELU -> x > 0 ? 1 : 0;
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case SIGMOID -> s * (1 - s);
      case SWISH -> s + x * s * (1 - s);
      case SOFTPLUS -> s;
    };
  }

  static void see(Activation f, double x, Margin margin) {
    if (f.kind() == Activation.Kind.LEAKY_RELU || f.kind() == Activation.Kind.RELU) {
      margin.seeKink(x);
    }
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double softplus(double x) {
    return Math.log(1 + Math.exp(x));
  }
}
