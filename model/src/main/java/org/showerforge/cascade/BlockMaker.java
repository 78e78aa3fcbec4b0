package org.showerforge.cascade;

import org.showerforge.backend.Philox;

/**
 * Makes showers by the block: both networks, calibration ({@link CellCalibration}), energies in MeV
 * ({@link CascadeTransform}) and the exact constraint ({@link ShowerAssembly}). A GPU works on a
 * block from {@link #begin} on, whatever the host does until {@link #finish}.
 */
interface BlockMaker extends AutoCloseable {
  /** Blocks that may be begun before the first is asked for. */
  int MOST = 2;

  /**
   * Begins a block.
   *
   * @param events the index of each row's event, which is its noise
   * @param conditions [events, conditions], physical, the energy in GeV first
   */
  void begin(Philox random, long[] events, float[] conditions);

  /**
   * The block that was begun first.
   *
   * @param cells is given [events, cells], MeV; cells at or below the threshold are 0
   */
  void finish(float[] cells);

  @Override
  void close();
}
