package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** The response is the last map's output: for numbers of either sign, such as normal scores. */
public final class LinearHead implements Head {
  private final Backend backend;

  /** A linear head. */
  public LinearHead(Backend backend) {
    this.backend = backend;
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
    backend.copy(raw, response);
  }

  @Override
  public void backward(
      Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient) {
    backend.copy(gradient, rawGradient);
  }
}
