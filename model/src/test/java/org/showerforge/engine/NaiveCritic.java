package org.showerforge.engine;

/**
 * The value of a critic's and a generator's loss, one event at a time.
 *
 * @param featureMatching strength of that term of the generator's loss
 * @param responseWidth how many of the first inputs the penalty differentiates by
 */
record NaiveCritic(
    NaiveNetwork network,
    NaiveLoss loss,
    Penalty.Kind penalty,
    double lambda,
    double featureMatching,
    int responseWidth) {

  /**
   * A batch; {@code second} repeats the fake events where the loss needs no second ones.
   *
   * @param mixing the share of the real event in the point of the penalty
   */
  record Events(
      double[][] real, double[][] fake, double[][] second, double[] weights, double[] mixing) {}

  double criticLoss(Events events) {
    double sum = 0;
    int batch = events.real.length;
    for (int n = 0; n < batch; n++) {
      double[] second = network.forward(events.second[n]);
      double value =
          loss.critic(network.forward(events.real[n]), network.forward(events.fake[n]), second);
      sum += events.weights[n] * value;
      if (penalty != Penalty.Kind.NONE) {
        sum += lambda * penalty(norm(point(events, n), second));
      }
    }
    return sum / batch;
  }

  private double[] point(Events events, int n) {
    double share = penalty == Penalty.Kind.R1 ? 1 : events.mixing[n];
    double[] point = new double[events.real[n].length];
    for (int i = 0; i < point.length; i++) {
      point[i] = share * events.real[n][i] + (1 - share) * events.fake[n][i];
    }
    return point;
  }

  private double norm(double[] point, double[] second) {
    double[][] rows = network.forwardWithDerivatives(point, responseWidth);
    double[] byScore = loss.scoreGradient(rows[0], second);
    double square = 0;
    for (int i = 0; i < responseWidth; i++) {
      double g = 0;
      for (int j = 0; j < byScore.length; j++) {
        g += byScore[j] * rows[i + 1][j];
      }
      square += g * g;
    }
    return Math.sqrt(square);
  }

  private double penalty(double norm) {
    return switch (penalty) {
      case TWO_SIDED -> {
        network.margin().seeSize(norm);
        yield Math.pow(norm - 1, 2);
      }
      case ONE_SIDED -> {
        network.margin().seeKink(norm - 1);
        yield Math.pow(Math.max(0, norm - 1), 2);
      }
      case ZERO_CENTRED, R1 -> norm * norm / 2;
      case NONE -> 0;
    };
  }

  double generatorLoss(Events events) {
    double sum = 0;
    int batch = events.real.length;
    for (int n = 0; n < batch; n++) {
      double value =
          loss.generator(
              network.forward(events.real[n]),
              network.forward(events.fake[n]),
              network.forward(events.second[n]));
      sum += events.weights[n] * value;
    }
    return sum / batch + featureMatching * hiddenDistance(events);
  }

  /** |mean w H(real) - mean w H(fake)|^2. */
  private double hiddenDistance(Events events) {
    int batch = events.real.length;
    double[] difference = new double[network.hidden(events.real[0]).length];
    for (int n = 0; n < batch; n++) {
      double[] real = network.hidden(events.real[n]);
      double[] fake = network.hidden(events.fake[n]);
      for (int j = 0; j < difference.length; j++) {
        difference[j] += events.weights[n] * (real[j] - fake[j]) / batch;
      }
    }
    double square = 0;
    for (double d : difference) {
      square += d * d;
    }
    return square;
  }
}
