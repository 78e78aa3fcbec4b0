package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Cells that fluctuate independently: response = ReLU(raw + noise), with noise of its own for each
 * cell. A few dozen latent numbers cannot carry the sampling noise of hundreds of cells; this can.
 *
 * <p>How large the noise is, is the caller's to say: learnt together with the cells' means, it
 * comes out too small, and of another size in every event.
 */
public final class NoisyCellHead implements Head {
  private final Backend backend;
  private final Matrix slope;

  /** A head for batches of one size. */
  public NoisyCellHead(Backend backend, int batch, int cells) {
    this.backend = backend;
    this.slope = backend.allocate(batch, cells);
  }

  @Override
  public int outputs(int responseWidth) {
    return responseWidth;
  }

  @Override
  public int noise(int responseWidth) {
    return responseWidth;
  }

  @Override
  public void apply(Matrix raw, Matrix noise, Matrix response) {
    applyUncut(raw, noise, response);
    backend.map(Backend.Function.RELU, response, response);
  }

  @Override
  public void applyUncut(Matrix raw, Matrix noise, Matrix response) {
    backend.copy(raw, response);
    backend.combine(1, noise, 1, response);
  }

  @Override
  public void backward(
      Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient) {
    backend.map(Backend.Function.STEP, response, slope);
    backend.multiply(slope, gradient, rawGradient);
  }
}
