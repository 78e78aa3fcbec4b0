package org.showerforge.montecarlo;

import org.showerforge.UserException;

/**
 * A material of one element, with the constants of the Particle Data Group's tables "Atomic and
 * nuclear properties of materials" (pdg.lbl.gov/AtomicNuclearProperties).
 *
 * @param name its name in messages
 * @param z charge number
 * @param a relative atomic mass, g/mol
 * @param densityGPerCm3 density, g/cm3
 * @param radiationLengthGPerCm2 radiation length, g/cm2
 * @param minimumIonisationMevCm2PerG energy loss of a minimum-ionising particle, MeV cm2/g
 */
public record Element(
    String name,
    double z,
    double a,
    double densityGPerCm3,
    double radiationLengthGPerCm2,
    double minimumIonisationMevCm2PerG) {

  /** Lead. */
  public static final Element LEAD = new Element("lead", 82, 207.2, 11.35, 6.37, 1.122);

  /** Liquid argon at its boiling point. */
  public static final Element LIQUID_ARGON =
      new Element("liquid argon", 18, 39.948, 1.396, 19.55, 1.508);

  private static final double CRITICAL_ENERGY_MEV = 2.66;
  private static final double CRITICAL_ENERGY_POWER = 1.1;

  /** Checks the constants. */
  public Element {
    requirePositive(name, "z", z);
    requirePositive(name, "a", a);
    requirePositive(name, "densityGPerCm3", densityGPerCm3);
    requirePositive(name, "radiationLengthGPerCm2", radiationLengthGPerCm2);
    requirePositive(name, "minimumIonisationMevCm2PerG", minimumIonisationMevCm2PerG);
  }

  private static void requirePositive(String name, String key, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new UserException("element %s: %s must be > 0 and finite, got %s", name, key, value);
    }
  }

  /**
   * The critical energy that the parametrisation was fitted with, E_c = 2.66 (X0 Z/A)^1.1 MeV with
   * X0 in g/cm2 (hep-ex/0001020). For lead it gives 7.4 MeV, the PDG's value for electrons; for
   * liquid argon 29.1 MeV, where the PDG has 32.8 MeV.
   */
  public double criticalEnergyMev() {
    return CRITICAL_ENERGY_MEV * Math.pow(radiationLengthGPerCm2 * z / a, CRITICAL_ENERGY_POWER);
  }

  /** Energy that a minimum-ionising particle loses in a plate, MeV. */
  double minimumIonisationMev(double thicknessMm) {
    return minimumIonisationMevCm2PerG * densityGPerCm3 * thicknessMm / Material.MM_PER_CM;
  }
}
