package org.showerforge.data.prepare;

import org.showerforge.UserException;

/**
 * What can be set about the rules; see {@link Rule}.
 *
 * @param maxEnergySum the most that a calorimeter's cells may hold together, in incident energies
 * @param rejectEmpty whether a calorimeter's events without any energy are rejected; they may be
 *     real
 * @param rejectDuplicates whether an event that equals an earlier one, number by number, is
 *     rejected; empty events are not compared
 */
public record RuleSettings(double maxEnergySum, boolean rejectEmpty, boolean rejectDuplicates) {
  /** Checks the limit. */
  public RuleSettings {
    if (!(maxEnergySum > 0)) {
      throw new UserException("maxEnergySum: must be > 0, got %s", maxEnergySum);
    }
  }
}
