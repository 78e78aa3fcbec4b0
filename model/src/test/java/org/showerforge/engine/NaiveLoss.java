package org.showerforge.engine;

/** What a critic and a generator minimise for one event, as values. */
record NaiveLoss(LossCase kind, double smoothing, Margin margin) {
  /** The critic's loss from its numbers for a real event and the generated ones. */
  double critic(double[] real, double[] fake, double[] second) {
    double d = real[0];
    double e = fake[0];
    return switch (kind) {
      case WASSERSTEIN -> e - d;
      case GAN, GAN_SATURATING -> {
        double asReal = -Math.log(NaiveActivation.sigmoid(d));
        double asFake = -Math.log(NaiveActivation.sigmoid(-d));
        yield (1 - smoothing) * asReal + smoothing * asFake - Math.log(NaiveActivation.sigmoid(-e));
      }
      case HINGE -> hinge(1 - d) + hinge(1 + e);
      case LEAST_SQUARES -> (d - 1) * (d - 1) / 2 + e * e / 2;
      case CRAMER -> score(fake, second) - score(real, second);
    };
  }

  private double hinge(double x) {
    margin.seeKink(x);
    return Math.max(0, x);
  }

  /** F of the numbers h: what the penalty differentiates. */
  private double score(double[] h, double[] second) {
    return distance(h, second) - distance(h, new double[h.length]);
  }

  /** dF/dh. */
  double[] scoreGradient(double[] h, double[] second) {
    if (kind != LossCase.CRAMER) {
      return new double[] {1};
    }
    double fromSecond = distance(h, second);
    double fromOrigin = distance(h, new double[h.length]);
    double[] gradient = new double[h.length];
    for (int i = 0; i < h.length; i++) {
      gradient[i] = (h[i] - second[i]) / fromSecond - h[i] / fromOrigin;
    }
    return gradient;
  }

  private double distance(double[] a, double[] b) {
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      square += (a[i] - b[i]) * (a[i] - b[i]);
    }
    margin.seeSize(Math.sqrt(square));
    return Math.sqrt(square);
  }

  /** The generator's loss. */
  double generator(double[] real, double[] fake, double[] second) {
    double e = fake[0];
    return switch (kind) {
      case WASSERSTEIN, HINGE -> -e;
      case GAN -> -Math.log(NaiveActivation.sigmoid(e));
      case GAN_SATURATING -> Math.log(NaiveActivation.sigmoid(-e));
      case LEAST_SQUARES -> (e - 1) * (e - 1) / 2;
      case CRAMER -> distance(real, fake) + distance(real, second) - distance(fake, second);
    };
  }
}
