package org.showerforge.detector;

import org.showerforge.UserException;

/**
 * A layer of {@code nx * ny} equal rectangular cells; cell (ix, iy) has the index {@code ix * ny +
 * iy} (CaloGAN's order, arXiv 1705.02355).
 *
 * @param name its name in pictures and cards
 * @param nx cells along x
 * @param ny cells along y
 * @param cellXMm cell size along x, mm
 * @param cellYMm cell size along y, mm
 * @param depthMm thickness along the shower axis, mm
 */
public record RectangularLayer(
    String name, int nx, int ny, double cellXMm, double cellYMm, double depthMm) implements Layer {

  /** Checks the counts and sizes. */
  public RectangularLayer {
    if (nx < 1 || ny < 1 || nx > MAX_LINES || ny > MAX_LINES) {
      throw new UserException(
          "layer %s: cells per axis must be 1..%d, got %d x %d", name, MAX_LINES, nx, ny);
    }
    if ((long) nx * ny > DetectorSpec.MAX_CELLS) {
      throw new UserException(
          "layer %s: %d x %d cells, at most %d", name, nx, ny, DetectorSpec.MAX_CELLS);
    }
    if (!isSize(cellXMm) || !isSize(cellYMm) || !isSize(depthMm)) {
      throw new UserException(
          "layer %s: sizes must be positive, got %s x %s x %s mm", name, cellXMm, cellYMm, depthMm);
    }
  }

  private static boolean isSize(double mm) {
    return mm > 0 && Double.isFinite(mm);
  }

  @Override
  public int rows() {
    return nx;
  }

  @Override
  public int columns() {
    return ny;
  }

  @Override
  public double centreMm(Axis axis, int cell) {
    return axis == Axis.X
        ? (row(cell) + 0.5 - nx / 2.0) * cellXMm
        : (column(cell) + 0.5 - ny / 2.0) * cellYMm;
  }

  @Override
  public boolean resolves(Axis axis) {
    return (axis == Axis.X ? nx : ny) > 1;
  }

  @Override
  public boolean isSymmetric(Axis axis) {
    return true;
  }

  @Override
  public int mirrored(Axis axis, int cell) {
    int ix = row(cell);
    int iy = column(cell);
    return axis == Axis.X ? (nx - 1 - ix) * ny + iy : ix * ny + (ny - 1 - iy);
  }

  @Override
  public int cellAt(double xMm, double yMm) {
    int ix = (int) Math.floor(xMm / cellXMm + nx / 2.0);
    int iy = (int) Math.floor(yMm / cellYMm + ny / 2.0);
    return ix >= 0 && ix < nx && iy >= 0 && iy < ny ? ix * ny + iy : -1;
  }
}
