package org.showerforge.montecarlo;

import org.hipparchus.util.FastMath;

/**
 * How the longitudinal profiles of single showers are spread (hep-ex/0001020, appendix A, sections
 * on longitudinal profiles and their fluctuations). With y = E/Ec, and in a sampling calorimeter
 * F_S and e = e/mip:
 *
 * <pre>
 *   homogeneous
 *   &lt;ln T>     = ln(ln y - 0.812)                 sigma(ln T)     = 1/(-1.4 + 1.26 ln y)
 *   &lt;ln alpha> = ln(0.81 + (0.458 + 2.26/Z) ln y) sigma(ln alpha) = 1/(-0.58 + 0.86 ln y)
 *   rho        = 0.705 - 0.023 ln y
 *   sampling
 *   &lt;ln T>     = ln(T_hom - 0.55/F_S - 0.69 (1 - e))  sigma(ln T)     = 1/(-2.5 + 1.25 ln y)
 *   &lt;ln alpha> = ln(alpha_hom - 0.476/F_S)            sigma(ln alpha) = 1/(-0.82 + 0.79 ln y)
 *   rho        = 0.784 - 0.023 ln y
 * </pre>
 *
 * <p>Here T_hom = exp&lt;ln T> and alpha_hom = exp&lt;ln alpha> of the homogeneous medium. The
 * logarithms of one shower are normal with correlation rho.
 */
final class LongitudinalModel {
  /** A wider spread than this means that the energy is below the formulas' range. */
  static final double MAX_SIGMA = 0.5;

  /** Least shape of a shower: below 1 a profile has no maximum. */
  static final double MIN_ALPHA = 1.1;

  private static final double MEV_PER_GEV = 1000;
  private static final double T_HOM = -0.812;
  private static final double ALPHA_HOM = 0.81;
  private static final double ALPHA_HOM_SLOPE = 0.458;
  private static final double ALPHA_HOM_SLOPE_Z = 2.26;
  private static final Spread HOMOGENEOUS = new Spread(-1.4, 1.26, -0.58, 0.86, 0.705, -0.023);

  private static final double T_SAM_FREQUENCY = -0.55;
  private static final double T_SAM_RESPONSE = -0.69;
  private static final double ALPHA_SAM_FREQUENCY = -0.476;
  private static final Spread SAMPLING = new Spread(-2.5, 1.25, -0.82, 0.79, 0.784, -0.023);

  private final Material material;
  private final Spread spread;

  LongitudinalModel(Material material) {
    this.material = material;
    this.spread = material.inverseSamplingFrequency() > 0 ? SAMPLING : HOMOGENEOUS;
  }

  /** The coefficients of 1/sigma(ln T), 1/sigma(ln alpha) and rho: constant and slope in ln y. */
  private record Spread(
      double depth,
      double depthSlope,
      double shape,
      double shapeSlope,
      double correlation,
      double correlationSlope) {}

  /** The distribution of (ln T, ln alpha) at one energy. */
  record AtEnergy(
      double meanLnT,
      double meanLnAlpha,
      double sigmaLnT,
      double sigmaLnAlpha,
      double correlation) {

    /** The profile of the shower that two independent standard normals stand for. */
    GammaProfile draw(double first, double second) {
      double common = FastMath.sqrt((1 + correlation) / 2) * first;
      double opposite = FastMath.sqrt((1 - correlation) / 2) * second;
      double depth = FastMath.exp(meanLnT + sigmaLnT * (common + opposite));
      double alpha = FastMath.exp(meanLnAlpha + sigmaLnAlpha * (common - opposite));
      return GammaProfile.ofMaximum(Math.max(alpha, MIN_ALPHA), depth);
    }
  }

  /** The distribution at an energy of at least {@link #leastEnergyGeV}. */
  AtEnergy at(double energyGeV) {
    double lnY = FastMath.log(energyGeV * MEV_PER_GEV / material.criticalEnergyMev());
    return new AtEnergy(
        FastMath.log(depth(lnY)),
        FastMath.log(shape(lnY)),
        1 / (spread.depth() + spread.depthSlope() * lnY),
        1 / (spread.shape() + spread.shapeSlope() * lnY),
        spread.correlation() + spread.correlationSlope() * lnY);
  }

  /** Where both spreads are below {@link #MAX_SIGMA} and T and alpha are above 1. */
  double leastEnergyGeV() {
    double lnY =
        Math.max(
            (1 / MAX_SIGMA - spread.depth()) / spread.depthSlope(),
            (1 / MAX_SIGMA - spread.shape()) / spread.shapeSlope());
    lnY = Math.max(lnY, 1 - depth(0));
    lnY = Math.max(lnY, (MIN_ALPHA - shape(0)) / (shape(1) - shape(0)));
    return FastMath.exp(lnY) * material.criticalEnergyMev() / MEV_PER_GEV;
  }

  private double depth(double lnY) {
    return lnY
        + T_HOM
        + T_SAM_FREQUENCY * material.inverseSamplingFrequency()
        + T_SAM_RESPONSE * (1 - material.electronToMip());
  }

  private double shape(double lnY) {
    return ALPHA_HOM
        + (ALPHA_HOM_SLOPE + ALPHA_HOM_SLOPE_Z / material.effectiveZ()) * lnY
        + ALPHA_SAM_FREQUENCY * material.inverseSamplingFrequency();
  }
}
