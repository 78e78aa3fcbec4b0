package org.showerforge.montecarlo;

import org.hipparchus.util.FastMath;

/**
 * How many spots of equal energy make up a shower, and where along it (hep-ex/0001020, appendix A,
 * section on fluctuations of radial profiles). E in GeV, c the sampling term:
 *
 * <pre>
 *   homogeneous N = 93 ln(Z) E^0.876   T_s = T (0.698 + 0.00212 Z)   alpha_s = alpha (0.639 + 0.00334 Z)
 *   sampling    N = 10.3/c E^0.959     T_s = T (0.813 + 0.0019 Z)    alpha_s = alpha (0.844 + 0.0026 Z)
 * </pre>
 */
final class SpotModel {
  private static final double NUMBER_HOM = 93;
  private static final double NUMBER_HOM_POWER = 0.876;
  private static final double NUMBER_SAM = 10.3;
  private static final double NUMBER_SAM_POWER = 0.959;
  private static final double[] DEPTH_HOM = {0.698, 0.00212};
  private static final double[] SHAPE_HOM = {0.639, 0.00334};
  private static final double[] DEPTH_SAM = {0.813, 0.0019};
  private static final double[] SHAPE_SAM = {0.844, 0.0026};

  private final Material material;
  private final boolean sampling;

  SpotModel(Material material) {
    this.material = material;
    this.sampling =
        material.inverseSamplingFrequency() > 0 && material.samplingTermPerRootGeV() > 0;
  }

  /** The mean number of spots. */
  double number(double energyGeV) {
    return sampling
        ? NUMBER_SAM / material.samplingTermPerRootGeV() * FastMath.pow(energyGeV, NUMBER_SAM_POWER)
        : NUMBER_HOM
            * FastMath.log(Math.max(material.effectiveZ(), Math.E))
            * FastMath.pow(energyGeV, NUMBER_HOM_POWER);
  }

  /** Where the spots of a shower lie along it. */
  GammaProfile profile(GammaProfile energy) {
    double depth = linear(sampling ? DEPTH_SAM : DEPTH_HOM);
    double shape = linear(sampling ? SHAPE_SAM : SHAPE_HOM);
    return GammaProfile.ofMaximum(
        Math.max(LongitudinalModel.MIN_ALPHA, energy.alpha() * shape), energy.maximumX0() * depth);
  }

  private double linear(double[] coefficients) {
    return coefficients[0] + coefficients[1] * material.effectiveZ();
  }
}
