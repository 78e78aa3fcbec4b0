package org.showerforge.detector;

import org.showerforge.UserException;

/**
 * One calorimeter layer: a rectangular grid of {@code nx * ny} cells, centred on the axis.
 *
 * <p>Cell (ix, iy) has the index {@code ix * ny + iy} inside the layer.
 *
 * @param name its name in pictures and cards
 * @param nx cells along x
 * @param ny cells along y
 * @param cellXMm cell size along x, mm
 * @param cellYMm cell size along y, mm
 * @param depthMm thickness along the shower axis, mm
 */
public record Layer(String name, int nx, int ny, double cellXMm, double cellYMm, double depthMm)
    implements java.io.Serializable {

  /** The axes of a layer's grid. */
  public enum Axis {
    /** Across the rows: index ix. */
    X,
    /** Along a row: index iy. */
    Y
  }

  private static final int MAX_CELLS_PER_AXIS = 1 << 16;

  /** Checks the counts and sizes. */
  public Layer {
    if (nx < 1 || ny < 1 || nx > MAX_CELLS_PER_AXIS || ny > MAX_CELLS_PER_AXIS) {
      throw new UserException(
          "layer %s: cells per axis must be 1..%d, got %d x %d", name, MAX_CELLS_PER_AXIS, nx, ny);
    }
    if (!(cellXMm > 0) || !(cellYMm > 0) || !(depthMm > 0)) {
      throw new UserException(
          "layer %s: sizes must be positive, got %s x %s x %s mm", name, cellXMm, cellYMm, depthMm);
    }
  }

  /** The number of cells. */
  public int cells() {
    return nx * ny;
  }

  /** The number of cells along an axis. */
  public int count(Axis axis) {
    return axis == Axis.X ? nx : ny;
  }

  /** The position along an axis of cell (ix, iy), given by its index in the layer. */
  public int position(Axis axis, int cell) {
    return axis == Axis.X ? cell / ny : cell % ny;
  }

  /** The centre of a cell along an axis, mm from the shower axis. */
  public double centreMm(Axis axis, int cell) {
    double size = axis == Axis.X ? cellXMm : cellYMm;
    return (position(axis, cell) + 0.5 - count(axis) / 2.0) * size;
  }

  /**
   * The axis with the smaller cells, along which lateral widths are measured; Y if both are alike.
   */
  public Axis fineAxis() {
    return cellXMm < cellYMm ? Axis.X : Axis.Y;
  }

  /** The index of the cell mirrored along an axis. */
  public int mirrored(Axis axis, int cell) {
    int ix = cell / ny;
    int iy = cell % ny;
    return axis == Axis.X ? (nx - 1 - ix) * ny + iy : ix * ny + (ny - 1 - iy);
  }
}
