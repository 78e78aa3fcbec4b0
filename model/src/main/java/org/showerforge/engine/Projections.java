package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Sums of a power of the response over groups of cells: phi = x^p P, with p = 1 or 3.
 *
 * <p>With a cube-root response, p = 3 gives sums of energies. P is fixed; a column is a row, a
 * column or a layer of the detector, times a weight.
 */
public final class Projections implements CriticFeature {
  private final Backend backend;
  private final int power;
  private final Matrix groups;
  private final Matrix powered;
  private final Matrix back;

  /**
   * Sums over groups.
   *
   * @param groups P: [cells, width]
   * @param power p >= 1
   */
  public Projections(Backend backend, int batch, Matrix groups, int power) {
    this.backend = backend;
    this.power = power;
    this.groups = groups;
    this.powered = backend.allocate(batch, groups.rows());
    this.back = backend.allocate(batch, groups.rows());
  }

  @Override
  public int width() {
    return groups.columns();
  }

  @Override
  public void apply(Matrix response, Matrix threshold, Matrix out) {
    if (power == 1) {
      backend.product(response, groups, out);
      return;
    }
    Powers.raise(backend, response, power, powered);
    backend.product(powered, groups, out);
  }

  @Override
  public void addGradient(
      Matrix response, Matrix threshold, Matrix gradient, Matrix responseGradient) {
    backend.productTransposed(gradient, groups, back);
    Powers.multiplyByPower(backend, response, power - 1, back);
    backend.combine(power, back, 1, responseGradient);
  }
}
