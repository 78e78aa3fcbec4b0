package org.showerforge.montecarlo;

import org.showerforge.UserException;

/**
 * A calorimeter's stack as one effective medium.
 *
 * <p>Mixing (hep-ex/0001020), with weights by mass w_i = rho_i d_i / sum rho_j d_j of the plates of
 * thickness d_i, and lengths in g/cm2:
 *
 * <pre>
 *   Z = sum w_i Z_i          1/X0  = sum w_i/X0_i
 *   Ec = X0 sum w_i Ec_i/X0_i    1/R_M = (1/E_s) sum w_i Ec_i/X0_i,   E_s = 21.2 MeV
 *   F_S = X0/(d_absorber + d_active)      e/mip = 1/(1 + 0.007 (Z_absorber - Z_active))
 * </pre>
 *
 * @param radiationLengthMm X0, mm
 * @param moliereRadiusMm R_M, mm
 * @param criticalEnergyMev Ec, MeV
 * @param effectiveZ Z
 * @param inverseSamplingFrequency 1/F_S: the period of the stack in radiation lengths; 0 for a
 *     homogeneous medium
 * @param electronToMip e/mip, the sampling fraction of a shower over that of a minimum-ionising
 *     particle; 1 for a homogeneous medium
 * @param visibleFraction the fraction of a shower's energy that the cells hold on average
 * @param samplingTermPerRootGeV relative width of the sampling fluctuations at 1 GeV; it falls as
 *     1/sqrt(E)
 */
public record Material(
    double radiationLengthMm,
    double moliereRadiusMm,
    double criticalEnergyMev,
    double effectiveZ,
    double inverseSamplingFrequency,
    double electronToMip,
    double visibleFraction,
    double samplingTermPerRootGeV) {

  static final double MM_PER_CM = 10;

  private static final double SCALE_ENERGY_MEV = 21.2;
  private static final double ELECTRON_TO_MIP_SLOPE = 0.007;

  /** CaloGAN's plates (arXiv 1705.02355): 2 mm of lead, then 4 mm of liquid argon. */
  private static final double CALOGAN_LEAD_MM = 2;

  private static final double CALOGAN_ARGON_MM = 4;

  /**
   * Sampling fluctuations sigma/E = 2.7 % sqrt(d/f) / sqrt(E/GeV), with d the active plate in mm
   * and f the sampling fraction of a minimum-ionising particle: the empirical rule of R. Wigmans,
   * "Calorimetry" (2000), for real calorimeters: a guide and no fit to this stack.
   */
  private static final double SAMPLING_RULE = 0.027;

  private static final double MAX_SAMPLING_TERM = 1;

  /** Checks the constants. */
  public Material {
    requirePositive("radiationLengthMm", radiationLengthMm);
    requirePositive("moliereRadiusMm", moliereRadiusMm);
    requirePositive("criticalEnergyMev", criticalEnergyMev);
    requireWithin("effectiveZ", effectiveZ, 1, 120);
    requireWithin("inverseSamplingFrequency", inverseSamplingFrequency, 0, 2);
    requireWithin("electronToMip", electronToMip, 0.1, 2);
    requireWithin("visibleFraction", visibleFraction, 1e-6, 1);
    requireWithin("samplingTermPerRootGeV", samplingTermPerRootGeV, 0, MAX_SAMPLING_TERM);
  }

  private static void requirePositive(String key, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new UserException("material: %s must be > 0 and finite, got %s", key, value);
    }
  }

  private static void requireWithin(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new UserException("material: %s must be %s..%s, got %s", key, min, max, value);
    }
  }

  /** A block of one element, all of it read out. */
  public static Material homogeneous(Element element) {
    return mix(element, 1, element, 1);
  }

  /** Absorber and active plates in turn. */
  public static Material stack(
      Element absorber, double absorberMm, Element active, double activeMm, Readout readout) {
    requirePositive("absorberMm", absorberMm);
    requirePositive("activeMm", activeMm);
    Material medium = mix(absorber, absorberMm, active, activeMm);
    if (readout == Readout.ALL_DEPOSITS) {
      return medium;
    }
    double electronToMip = 1 / (1 + ELECTRON_TO_MIP_SLOPE * (absorber.z() - active.z()));
    double activeMev = active.minimumIonisationMev(activeMm);
    double mipFraction = activeMev / (activeMev + absorber.minimumIonisationMev(absorberMm));
    return new Material(
        medium.radiationLengthMm(),
        medium.moliereRadiusMm(),
        medium.criticalEnergyMev(),
        medium.effectiveZ(),
        (absorberMm + activeMm) / medium.radiationLengthMm(),
        electronToMip,
        mipFraction * electronToMip,
        SAMPLING_RULE * Math.sqrt(activeMm / mipFraction));
  }

  /** CaloGAN's flat lead and liquid-argon stack. */
  public static Material calogan(Readout readout) {
    return stack(Element.LEAD, CALOGAN_LEAD_MM, Element.LIQUID_ARGON, CALOGAN_ARGON_MM, readout);
  }

  private static Material mix(Element first, double firstMm, Element second, double secondMm) {
    double firstMass = first.densityGPerCm3() * firstMm;
    double mass = firstMass + second.densityGPerCm3() * secondMm;
    double density = mass / (firstMm + secondMm);
    double w1 = firstMass / mass;
    double w2 = 1 - w1;
    double inverseX0 = w1 / first.radiationLengthGPerCm2() + w2 / second.radiationLengthGPerCm2();
    double lossPerLength =
        w1 * first.criticalEnergyMev() / first.radiationLengthGPerCm2()
            + w2 * second.criticalEnergyMev() / second.radiationLengthGPerCm2();
    return new Material(
        MM_PER_CM / (inverseX0 * density),
        MM_PER_CM * SCALE_ENERGY_MEV / (lossPerLength * density),
        lossPerLength / inverseX0,
        w1 * first.z() + w2 * second.z(),
        0,
        1,
        1,
        0);
  }
}
