package org.showerforge.engine;

/**
 * Energy-weighted means of powers of a coordinate, by layer: phi = (e Q) / (e S + small), with e =
 * x^3 the energy of a cube-root response, Q the weighted coordinates and S the sums that each
 * column is divided by.
 */
public final class LateralMoments implements CriticFeature {
  private final Backend backend;
  private final Matrix coordinates;
  private final Matrix sums;
  private final int power;
  private final double small;
  private final Matrix energy;
  private final Matrix back;
  private final Matrix ratio;
  private final Matrix inverse;
  private final Matrix scaled;

  /**
   * Means over groups of cells.
   *
   * @param coordinates Q: [cells, width]; a coordinate or its square where the column's layer is,
   *     else 0
   * @param sums S: [cells, width]; 1 where the column's layer is, else 0
   * @param power p >= 1
   * @param small keeps the division finite in an empty layer; on the scale of a layer's sum of e
   */
  public LateralMoments(
      Backend backend, int batch, Matrix coordinates, Matrix sums, int power, double small) {
    this.backend = backend;
    this.coordinates = coordinates;
    this.sums = sums;
    this.power = power;
    this.small = small;
    this.energy = backend.allocate(batch, coordinates.rows());
    this.back = backend.allocate(batch, coordinates.rows());
    this.ratio = backend.allocate(batch, coordinates.columns());
    this.inverse = backend.allocate(batch, coordinates.columns());
    this.scaled = backend.allocate(batch, coordinates.columns());
  }

  @Override
  public int width() {
    return coordinates.columns();
  }

  @Override
  public void apply(Matrix response, Matrix threshold, Matrix out) {
    moments(response);
    backend.copy(ratio, out);
  }

  private void moments(Matrix response) {
    Powers.raise(backend, response, power, energy);
    backend.product(energy, sums, inverse);
    backend.affine(1, small, inverse);
    backend.map(Backend.Function.RECIPROCAL, inverse, inverse);
    backend.product(energy, coordinates, ratio);
    backend.multiply(ratio, inverse, ratio);
  }

  @Override
  public void addGradient(
      Matrix response, Matrix threshold, Matrix gradient, Matrix responseGradient) {
    moments(response);
    // d(eQ/eS)/de = (Q - ratio S)/eS; de/dx = p x^(p-1).
    backend.multiply(gradient, inverse, scaled);
    backend.productTransposed(scaled, coordinates, energy);
    backend.multiply(scaled, ratio, scaled);
    backend.productTransposed(scaled, sums, back);
    backend.axpy(-1, back, energy);
    Powers.multiplyByPower(backend, response, power - 1, energy);
    backend.axpy(power, energy, responseGradient);
  }
}
