package org.showerforge.engine;

/** Batch normalisation of a whole batch, channel by channel, with the batch's own moments. */
record NaiveBatchNorm(double[] gamma, double[] beta) {
  private static final double EPSILON = 1e-5;

  double[][] apply(double[][] rows, Margin margin) {
    double[][] out = new double[rows.length][rows[0].length];
    for (int channel = 0; channel < gamma.length; channel++) {
      double mean = mean(rows, channel, 0, 1);
      double variance = mean(rows, channel, mean, 2);
      margin.seeSize(variance);
      for (int n = 0; n < rows.length; n++) {
        for (int j = channel; j < rows[n].length; j += gamma.length) {
          double normalised = (rows[n][j] - mean) / Math.sqrt(variance + EPSILON);
          out[n][j] = gamma[channel] * normalised + beta[channel];
        }
      }
    }
    return out;
  }

  /** The mean of (x - origin)^power over the events and pixels of a channel. */
  double mean(double[][] rows, int channel, double origin, int power) {
    double sum = 0;
    int count = 0;
    for (double[] row : rows) {
      for (int j = channel; j < row.length; j += gamma.length) {
        sum += Math.pow(row[j] - origin, power);
        count++;
      }
    }
    return sum / count;
  }
}
