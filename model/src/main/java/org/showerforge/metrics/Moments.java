package org.showerforge.metrics;

/**
 * Mean and spread of a variable.
 *
 * @param mean the mean
 * @param rms the standard deviation about the mean, with n - 1
 */
public record Moments(double mean, double rms) {
  /** Two passes, so that nothing cancels; one value has no spread. */
  static Moments of(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Moments(mean, values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0);
  }

  double variance() {
    return rms * rms;
  }
}
