package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/** response = scale e^raw: positive numbers that span orders of magnitude. */
public final class ExpHead implements Head {
  private final Backend backend;
  private final double scale;

  /** A head. */
  public ExpHead(Backend backend, double scale) {
    this.backend = backend;
    this.scale = scale;
  }

  @Override
  public int outputs(int responseWidth) {
    return responseWidth;
  }

  @Override
  public int noise(int responseWidth) {
    return 0;
  }

  @Override
  public void apply(Matrix raw, Matrix noise, Matrix response) {
    backend.map(Function.EXP, raw, response);
    backend.affine(scale, 0, response);
  }

  @Override
  public void backward(
      Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient) {
    backend.multiply(gradient, response, rawGradient);
  }
}
