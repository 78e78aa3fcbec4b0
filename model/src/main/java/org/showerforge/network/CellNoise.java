package org.showerforge.network;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * Gives the cells' own noise its size: standard normals become those of a cell's standard deviation
 * ({@link StageDesign#noiseSizes}) in the event's unit, which is its last condition. Nothing where
 * the head takes no noise.
 */
final class CellNoise {
  private final Backend backend;
  private final Matrix sizes;
  private final boolean isUsed;

  CellNoise(StageDesign design, Backend backend) {
    this.backend = backend;
    this.isUsed = design.cellNoise() > 0;
    this.sizes = backend.allocate(1, design.cellNoise());
    if (isUsed) {
      float[] values = new float[design.cellNoise()];
      for (int cell = 0; cell < values.length; cell++) {
        values[cell] = design.noiseSizes().get(cell).floatValue();
      }
      backend.write(values, sizes);
    }
  }

  /** Whether there is any. */
  boolean isUsed() {
    return isUsed;
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
