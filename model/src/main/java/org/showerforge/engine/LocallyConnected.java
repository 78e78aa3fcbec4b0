package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Index;
import org.showerforge.backend.Matrix;

/**
 * A kernel of its own for every position of an image: CaloGAN's layers (Paganini et al. 2018, arXiv
 * 1705.02355), for detectors that look different everywhere.
 */
public final class LocallyConnected implements LinearMap {
  private final Backend backend;
  private final PatchGeometry geometry;
  private final Index index;
  private final ChannelBias bias;
  private final int filters;
  private Matrix patches;
  private final Views patchRows;
  private final Views patchColumns;
  private final Views columns;
  private final Matrix[] weights;
  private final Parameters weight;
  private final Views weightRows;

  /**
   * A locally connected map.
   *
   * @param weight [positions x patch, filters]
   * @param bias [1, filters], the same everywhere
   */
  public LocallyConnected(
      Backend backend, PatchGeometry geometry, Parameters weight, Parameters bias) {
    this.backend = backend;
    this.geometry = geometry;
    this.weight = weight;
    this.index = backend.index(geometry.index(PatchGeometry.Order.CHANNELS_FIRST));
    this.bias = new ChannelBias(backend, bias, geometry.positions());
    if (weight.values().rows() != index.length()) {
      throw new IllegalArgumentException("weights for " + weight.values().rows() + ": " + geometry);
    }
    this.filters = weight.values().columns();
    this.patches = backend.allocate(1, index.length());
    this.patchRows = new Views(matrix -> new Matrix[] {patches(matrix.rows())});
    this.patchColumns = Views.ofColumns(geometry.patchSize());
    this.columns = Views.ofColumns(filters);
    this.weightRows = Views.ofRows(geometry.patchSize());
    this.weights = weightRows.of(weight.values());
  }

  private Matrix patches(int rows) {
    if (patches.rows() < rows) {
      patches = backend.allocate(rows, index.length());
    }
    return patches.rows(0, rows);
  }

  @Override
  public int inputs() {
    return geometry.imageSize();
  }

  @Override
  public int outputs() {
    return geometry.positions() * filters;
  }

  @Override
  public void apply(Matrix in, Matrix out) {
    Matrix[] gathered = gather(in);
    Matrix[] outs = columns.of(out);
    for (int p = 0; p < outs.length; p++) {
      backend.product(gathered[p], weights[p], outs[p]);
    }
  }

  private Matrix[] gather(Matrix in) {
    Matrix rows = patchRows.of(in)[0];
    backend.gatherColumns(in, index, rows);
    return patchColumns.of(rows);
  }

  @Override
  public void applyTranspose(Matrix error, Matrix out) {
    Matrix rows = patchRows.of(out)[0];
    Matrix[] spread = patchColumns.of(rows);
    Matrix[] errors = columns.of(error);
    for (int p = 0; p < errors.length; p++) {
      backend.productTransposed(errors[p], weights[p], spread[p]);
    }
    backend.scatterColumns(rows, index, out);
  }

  @Override
  public void weightGradient(Matrix in, Matrix error, Sum sum) {
    Matrix[] gathered = gather(in);
    Matrix[] errors = columns.of(error);
    Matrix[] gradients = weightRows.of(weight.gradient());
    for (int p = 0; p < errors.length; p++) {
      sum.transposedProduct(backend, gathered[p], errors[p], gradients[p]);
    }
  }

  @Override
  public Matrix bias() {
    return bias.row();
  }

  @Override
  public void biasGradient(Matrix errorSums, Sum sum) {
    bias.gradient(errorSums, sum);
  }
}
