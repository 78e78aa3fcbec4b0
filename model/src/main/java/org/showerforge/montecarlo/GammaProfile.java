package org.showerforge.montecarlo;

import org.hipparchus.special.Gamma;

/**
 * A longitudinal profile f(t) = (beta t)^(alpha-1) beta exp(-beta t)/Gamma(alpha), t in radiation
 * lengths: its maximum lies at T = (alpha-1)/beta, its centre of gravity at alpha/beta.
 *
 * @param alpha shape, greater than 1
 * @param beta scale, per radiation length
 */
record GammaProfile(double alpha, double beta) {

  /** The profile of a shape and a depth of the maximum. */
  static GammaProfile ofMaximum(double alpha, double depthX0) {
    return new GammaProfile(alpha, (alpha - 1) / depthX0);
  }

  /** The part of the profile before a depth. */
  double before(double depthX0) {
    return Gamma.regularizedGammaP(alpha, beta * depthX0);
  }

  /** The depth of the maximum, radiation lengths. */
  double maximumX0() {
    return (alpha - 1) / beta;
  }

  /** The centre of gravity, radiation lengths. */
  double centreX0() {
    return alpha / beta;
  }
}
