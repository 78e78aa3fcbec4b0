package org.showerforge.network;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Gives the cells' own noise its size: standard normals become those of a cell's standard deviation
 * ({@link StageDesign#noiseSizes}) in the event's unit, which is its last condition.
 */
final class CellNoise {
  private final Backend backend;
  private final Matrix sizes;

  private CellNoise(Backend backend, Matrix sizes) {
    this.backend = backend;
    this.sizes = sizes;
  }

  /** The noise of a stage; none where its head takes none. */
  static @Nullable CellNoise of(StageDesign design, Backend backend) {
    if (design.cellNoise() == 0) {
      return null;
    }
    Matrix sizes = backend.allocate(1, design.cellNoise());
    backend.write(design.noiseSizesInSinglePrecision(), sizes);
    return new CellNoise(backend, sizes);
  }

  /**
   * Scales a batch.
   *
   * @param conditions [batch, conditions]
   * @param noise [batch, cells], standard normals
   */
  void scale(Matrix conditions, Matrix noise) {
    int last = conditions.columns() - 1;
    backend.scaleColumns(sizes, noise);
    backend.scaleRows(conditions.columns(last, last + 1), noise);
  }
}
