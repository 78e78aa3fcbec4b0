package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Energy-weighted averages over a layer: phi_j = (e Q)_j / ((e S)_l(j) + small), with e = x^p the
 * energy of a p-th-root response.
 *
 * <p>If Q marks rows and columns of cells, the averages are profiles, fractions of the layer's
 * energy; if Q holds coordinates and their squares, they are moments. Being fractions, they do not
 * see the layer's energy, which other means set right.
 */
public final class LayerAverages implements CriticFeature {
  private final Backend backend;
  private final Matrix weights;
  private final Matrix sums;
  private final Matrix layerOf;
  private final int power;
  private final double small;
  private final Matrix energy;
  private final Matrix back;
  private final Matrix averages;
  private final Matrix inverseSum;
  private final Matrix inverse;
  private final Matrix scaled;
  private final Matrix byLayer;

  /**
   * Averages over layers.
   *
   * @param weights Q: [cells, width]
   * @param sums S: [cells, layers]; 1 where a cell is in the layer, else 0
   * @param layerOf [layers, width]; 1 where an average is over the layer, else 0
   * @param power p >= 1
   * @param small keeps the division finite in an empty layer; on the scale of a layer's sum of e
   */
  public LayerAverages(
      Backend backend,
      int batch,
      Matrix weights,
      Matrix sums,
      Matrix layerOf,
      int power,
      double small) {
    this.backend = backend;
    this.weights = weights;
    this.sums = sums;
    this.layerOf = layerOf;
    this.power = power;
    this.small = small;
    this.energy = backend.allocate(batch, weights.rows());
    this.back = backend.allocate(batch, weights.rows());
    this.averages = backend.allocate(batch, weights.columns());
    this.inverse = backend.allocate(batch, weights.columns());
    this.scaled = backend.allocate(batch, weights.columns());
    this.inverseSum = backend.allocate(batch, sums.columns());
    this.byLayer = backend.allocate(batch, sums.columns());
  }

  @Override
  public int width() {
    return weights.columns();
  }

  @Override
  public void apply(Matrix response, Matrix threshold, Matrix out) {
    average(response);
    backend.copy(averages, out);
  }

  private void average(Matrix response) {
    Powers.raise(backend, response, power, energy);
    backend.product(energy, sums, inverseSum);
    backend.affine(1, small, inverseSum);
    backend.map(Backend.Function.RECIPROCAL, inverseSum, inverseSum);
    backend.product(inverseSum, layerOf, inverse);
    backend.product(energy, weights, averages);
    backend.multiply(averages, inverse, averages);
  }

  @Override
  public void addGradient(
      Matrix response, Matrix threshold, Matrix gradient, Matrix responseGradient) {
    average(response);
    // d(eQ/eS)/de = (Q - average S)/eS; de/dx = p x^(p-1).
    backend.multiply(gradient, inverse, scaled);
    backend.productTransposed(scaled, weights, energy);
    backend.multiply(scaled, averages, scaled);
    backend.productTransposed(scaled, layerOf, byLayer);
    backend.productTransposed(byLayer, sums, back);
    backend.combine(-1, back, 1, energy);
    Powers.multiplyByPower(backend, response, power - 1, energy);
    backend.combine(power, energy, 1, responseGradient);
  }
}
