package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Cells that fluctuate independently: response = ReLU(m + softplus(s - 3) n), with n a standard
 * normal of its own for each cell. The last map gives m for all cells, then s for all cells. A few
 * dozen latent numbers cannot carry the sampling noise of hundreds of cells; this can.
 */
public final class NoisyCellHead implements Head {
  private static final double SPREAD_OFFSET = -3;

  private final Backend backend;
  private final int cells;
  private final Matrix shifted;
  private final Matrix slope;

  /** A head for batches of one size. */
  public NoisyCellHead(Backend backend, int batch, int cells) {
    this.backend = backend;
    this.cells = cells;
    this.shifted = backend.allocate(batch, cells);
    this.slope = backend.allocate(batch, cells);
  }

  @Override
  public int outputs(int responseWidth) {
    return 2 * responseWidth;
  }

  @Override
  public int noise(int responseWidth) {
    return responseWidth;
  }

  @Override
  public void apply(Matrix raw, Matrix noise, Matrix response) {
    fluctuate(raw, noise);
    backend.map(Backend.Function.RELU, slope, slope);
    backend.copy(slope, response);
  }

  @Override
  public void applyUncut(Matrix raw, Matrix noise, Matrix response) {
    fluctuate(raw, noise);
    backend.copy(slope, response);
  }

  /** slope = m + softplus(s - 3) n. */
  private void fluctuate(Matrix raw, Matrix noise) {
    shift(raw);
    backend.map(Backend.Function.SOFTPLUS, shifted, slope);
    backend.multiply(slope, noise, slope);
    backend.combine(1, raw.columns(0, cells), 1, slope);
  }

  private void shift(Matrix raw) {
    backend.copy(raw.columns(cells, 2 * cells), shifted);
    backend.affine(1, SPREAD_OFFSET, shifted);
  }

  @Override
  public void backward(
      Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient) {
    backend.copy(response, slope);
    backend.map(Backend.Function.STEP, slope, slope);
    backend.multiply(slope, gradient, slope);
    backend.copy(slope, rawGradient.columns(0, cells));
    shift(raw);
    backend.map(Backend.Function.SIGMOID, shifted, shifted);
    backend.multiply(shifted, noise, shifted);
    backend.multiply(shifted, slope, shifted);
    backend.copy(shifted, rawGradient.columns(cells, 2 * cells));
  }
}
