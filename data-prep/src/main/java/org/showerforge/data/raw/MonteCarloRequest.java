package org.showerforge.data.raw;

import org.showerforge.UserException;
import org.showerforge.montecarlo.Element;
import org.showerforge.montecarlo.Material;
import org.showerforge.montecarlo.Readout;
import org.showerforge.montecarlo.Spectrum;

/**
 * How many events the built-in Monte Carlo is to make, and of what: a YAML file that stands in the
 * place of a raw file.
 *
 * @param events how many, at least 1
 * @param seed which; event k of a seed is always the same
 * @param spectrum how incident energies are spread over the detector's range
 * @param stack what the detector's layers are made of
 */
record MonteCarloRequest(long events, long seed, Spectrum spectrum, Stack stack) {

  /** Checks the number of events. */
  MonteCarloRequest {
    if (events < 1) {
      throw new UserException("events: must be >= 1, got %d", events);
    }
  }

  /** A plate's material. */
  enum Plate {
    LEAD,
    LIQUID_ARGON;

    private Element element() {
      return this == LEAD ? Element.LEAD : Element.LIQUID_ARGON;
    }
  }

  /**
   * Plates in turn.
   *
   * @param absorber the absorber's material
   * @param absorberMm its thickness, mm
   * @param active the active material
   * @param activeMm its thickness, mm
   * @param readout whose energy the cells hold
   */
  record Stack(Plate absorber, double absorberMm, Plate active, double activeMm, Readout readout) {
    Material material() {
      return Material.stack(absorber.element(), absorberMm, active.element(), activeMm, readout);
    }
  }
}
