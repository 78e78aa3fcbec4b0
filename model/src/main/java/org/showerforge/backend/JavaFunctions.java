package org.showerforge.backend;

/**
 * Activations with their first two derivatives, accurate for large |x| too: no intermediate
 * overflows or cancels. Below, s = 1/(1 + e^-x); 1 - s is computed as the sigmoid of -x.
 */
final class JavaFunctions {
  private JavaFunctions() {}

  /** 1/(1 + e^-x). Where e^-x overflows, the quotient is the 0 that it should be. */
  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|). */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double value(Activation f, double x) {
    return switch (f.kind()) {
      case IDENTITY -> x;
      case LEAKY_RELU -> x > 0 ? x : f.leak() * x;
      case RELU -> Math.max(x, 0);
      case TANH -> Math.tanh(x);
      case SIGMOID -> sigmoid(x);
      case SWISH -> x * sigmoid(x);
      case SOFTPLUS -> softplus(x);
    };
  }

  /** Tanh: 1 - tanh^2 = 4 s(2x) s(-2x); Swish: s + x s (1 - s). */
  static double slope(Activation f, double x) {
    return switch (f.kind()) {
      case IDENTITY -> 1;
      case LEAKY_RELU, RELU -> x > 0 ? 1 : f.leak();
      case TANH -> 4 * bell(2 * x);
      case SIGMOID -> bell(x);
      case SWISH -> sigmoid(x) + x * bell(x);
      case SOFTPLUS -> sigmoid(x);
    };
  }

  /** Tanh: -2 tanh (1 - tanh^2); sigmoid: s (1 - s) (1 - 2s); Swish: s (1 - s) (2 + x (1 - 2s)). */
  static double curvature(Activation f, double x) {
    return switch (f.kind()) {
      case IDENTITY, LEAKY_RELU, RELU -> 0;
      case TANH -> -8 * Math.tanh(x) * bell(2 * x);
      case SIGMOID -> -bell(x) * Math.tanh(x / 2);
      case SWISH -> bell(x) * (2 - x * Math.tanh(x / 2));
      case SOFTPLUS -> bell(x);
    };
  }

  /** s (1 - s); 1 - 2s is -tanh(x/2). */
  private static double bell(double x) {
    return sigmoid(x) * sigmoid(-x);
  }
}
