package org.showerforge.montecarlo;

import org.hipparchus.util.FastMath;

/**
 * The radial profile at one depth (hep-ex/0001020, appendix A, sections on radial profiles): f(r) =
 * p 2 r R_C^2/(r^2+R_C^2)^2 + (1-p) 2 r R_T^2/(r^2+R_T^2)^2, r in Moliere radii. With tau the depth
 * over that of the maximum and E in GeV:
 *
 * <pre>
 *   R_C = z1 + z2 tau             z1 = 0.0251 + 0.00319 ln E   z2 = 0.1162 - 0.000381 Z
 *   R_T = k1 (exp(k3 (tau - k2)) + exp(k4 (tau - k2)))
 *                                 k1 = 0.659 - 0.00309 Z   k2 = 0.645   k3 = -2.59
 *                                 k4 = 0.3585 + 0.0421 ln E
 *   p   = p1 exp((p2 - tau)/p3 - exp((p2 - tau)/p3))
 *                                 p1 = 2.632 - 0.00094 Z   p2 = 0.401 + 0.00187 Z
 *                                 p3 = 1.313 - 0.0686 ln E
 *   sampling, with e = e/mip
 *   R_C += -0.0203 (1 - e) + 0.0397/F_S exp(-tau)
 *   R_T += -0.14 (1 - e) - 0.495/F_S exp(-tau)
 *   p   += (1 - e) (0.348 - 0.642/F_S exp(-(tau - 1)^2))
 * </pre>
 *
 * @param core R_C, Moliere radii
 * @param tail R_T, Moliere radii
 * @param coreWeight p, 0..1
 */
record RadialProfile(double core, double tail, double coreWeight) {
  private static final double Z1 = 0.0251;
  private static final double Z1_LN_E = 0.00319;
  private static final double Z2 = 0.1162;
  private static final double Z2_Z = -0.000381;
  private static final double K1 = 0.659;
  private static final double K1_Z = -0.00309;
  private static final double K2 = 0.645;
  private static final double K3 = -2.59;
  private static final double K4 = 0.3585;
  private static final double K4_LN_E = 0.0421;
  private static final double P1 = 2.632;
  private static final double P1_Z = -0.00094;
  private static final double P2 = 0.401;
  private static final double P2_Z = 0.00187;
  private static final double P3 = 1.313;
  private static final double P3_LN_E = -0.0686;
  private static final double CORE_RESPONSE = -0.0203;
  private static final double CORE_FREQUENCY = 0.0397;
  private static final double TAIL_RESPONSE = -0.14;
  private static final double TAIL_FREQUENCY = -0.495;
  private static final double WEIGHT_RESPONSE = 0.348;
  private static final double WEIGHT_FREQUENCY = -0.642;

  /** Outside the range of the fits a radius could become negative. */
  private static final double MIN_RADIUS = 0.01;

  /** Beyond this many times the depth of the maximum the profile no longer changes. */
  private static final double MAX_TAU = 10;

  /** The profile at a depth of a shower. */
  static RadialProfile at(double depthOverMaximum, double energyGeV, Material material) {
    double tau = Math.min(depthOverMaximum, MAX_TAU);
    double lnE = FastMath.log(energyGeV);
    double z = material.effectiveZ();
    double core = Z1 + Z1_LN_E * lnE + (Z2 + Z2_Z * z) * tau;
    double tail =
        (K1 + K1_Z * z)
            * (FastMath.exp(K3 * (tau - K2)) + FastMath.exp((K4 + K4_LN_E * lnE) * (tau - K2)));
    double argument = (P2 + P2_Z * z - tau) / (P3 + P3_LN_E * lnE);
    double weight = (P1 + P1_Z * z) * FastMath.exp(argument - FastMath.exp(argument));
    double period = material.inverseSamplingFrequency();
    if (period > 0) {
      double response = 1 - material.electronToMip();
      double fading = period * FastMath.exp(-tau);
      core += CORE_RESPONSE * response + CORE_FREQUENCY * fading;
      tail += TAIL_RESPONSE * response + TAIL_FREQUENCY * fading;
      weight +=
          response
              * (WEIGHT_RESPONSE
                  + WEIGHT_FREQUENCY * period * FastMath.exp(-(tau - 1) * (tau - 1)));
    }
    return new RadialProfile(
        Math.max(core, MIN_RADIUS), Math.max(tail, MIN_RADIUS), Math.min(Math.max(weight, 0), 1));
  }

  /** The part of the energy inside a radius: p r^2/(r^2+R_C^2) + (1-p) r^2/(r^2+R_T^2). */
  double inside(double radius) {
    double square = radius * radius;
    return coreWeight * square / (square + core * core)
        + (1 - coreWeight) * square / (square + tail * tail);
  }
}
