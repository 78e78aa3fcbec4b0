package org.showerforge.cascade;

/**
 * The last steps of a block of showers: calibration ({@link CellCalibration}), energies in MeV
 * ({@link CascadeTransform}) and the exact constraint ({@link ShowerAssembly}).
 */
interface CellFinish {
  /**
   * Finishes a draft.
   *
   * @param conditions [events, conditions], physical, the energy in GeV first
   * @return [events, cells], MeV; cells at or below the threshold are 0
   */
  float[] cells(ShowerDraft.Block block, float[] conditions);
}
