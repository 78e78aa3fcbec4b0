package org.showerforge.detector;

import java.io.Serializable;

/**
 * One calorimeter layer: a grid of cells, centred on the shower axis.
 *
 * <p>The cell in a row and a column of the grid has the index {@code row * columns + column} inside
 * the layer.
 */
public sealed interface Layer extends Serializable permits RectangularLayer, PolarLayer {
  /** A layer's grid has no more rows or columns than this. */
  int MAX_LINES = 1 << 16;

  /** The axes across the shower, through the layer's centre. */
  enum Axis {
    /** Horizontal in CaloChallenge's and CaloGAN's conventions. */
    X,
    /** At right angles to x. */
    Y
  }

  /** Its name in pictures and cards. */
  String name();

  /** Thickness along the shower axis, mm; 0 if it is not stated. */
  double depthMm();

  /** The rows of the grid: cells along x, or sectors in alpha. */
  int rows();

  /** The columns of the grid: cells along y, or rings in r. */
  int columns();

  /** The number of cells. */
  default int cells() {
    return rows() * columns();
  }

  /** The row that a cell lies in. */
  default int row(int cell) {
    return cell / columns();
  }

  /** The column that a cell lies in. */
  default int column(int cell) {
    return cell % columns();
  }

  /** The centre of a cell along an axis, mm from the shower axis. */
  double centreMm(Axis axis, int cell);

  /** Whether cells have different centres along an axis, so that showers have a width there. */
  boolean resolves(Axis axis);

  /** The greatest distance of a cell's centre from the shower axis, measured along an axis, mm. */
  default double reachMm(Axis axis) {
    double reach = 0;
    for (int cell = 0; cell < cells(); cell++) {
      reach = Math.max(reach, Math.abs(centreMm(axis, cell)));
    }
    return reach;
  }

  /** Whether the mirror image of every cell along an axis is a cell. */
  boolean isSymmetric(Axis axis);

  /**
   * The index of the cell mirrored along an axis.
   *
   * @throws IllegalArgumentException if the layer is not symmetric along it
   */
  int mirrored(Axis axis, int cell);

  /** The index of the cell at a position, or -1 beside the layer. */
  int cellAt(double xMm, double yMm);
}
