package org.showerforge.detector;

import java.util.List;
import org.showerforge.UserException;

/**
 * A layer of rings about the shower axis, each divided into equal sectors: CaloChallenge's voxels
 * (arXiv 2410.21611). Alpha spans -pi..pi; the cell of sector a and ring r has the index {@code a *
 * rings + r}.
 *
 * <p>A cell's centre is at the middle of its edges in r and alpha; that of an undivided ring is on
 * the axis.
 *
 * @param name its name in pictures and cards
 * @param alphaBins sectors of each ring
 * @param rEdgesMm the rings' edges, mm, increasing; the first is 0 or the radius of a hole
 * @param depthMm thickness along the shower axis, mm; 0 if it is not stated
 */
public record PolarLayer(String name, int alphaBins, List<Double> rEdgesMm, double depthMm)
    implements Layer {

  /** Checks the counts and edges, and copies them. */
  public PolarLayer {
    rEdgesMm = List.copyOf(rEdgesMm);
    int rings = rEdgesMm.size() - 1;
    if (alphaBins < 1 || alphaBins > MAX_LINES) {
      throw new UserException(
          "layer %s: alpha bins must be 1..%d, got %d", name, MAX_LINES, alphaBins);
    }
    if (rings < 1 || rings > MAX_LINES) {
      throw new UserException(
          "layer %s: r edges must be 2..%d, got %d", name, MAX_LINES + 1, rEdgesMm.size());
    }
    if ((long) alphaBins * rings > DetectorSpec.MAX_CELLS) {
      throw new UserException(
          "layer %s: %d x %d cells, at most %d", name, alphaBins, rings, DetectorSpec.MAX_CELLS);
    }
    for (int i = 0; i <= rings; i++) {
      double edge = rEdgesMm.get(i);
      if (!(edge >= 0) || !Double.isFinite(edge) || (i > 0 && edge <= rEdgesMm.get(i - 1))) {
        throw new UserException(
            "layer %s: r edges must be finite, >= 0 and increasing, got %s mm at position %d",
            name, edge, i + 1);
      }
    }
    if (!(depthMm >= 0) || !Double.isFinite(depthMm)) {
      throw new UserException(
          "layer %s: depth must be positive, or 0 if it is not known, got %s mm", name, depthMm);
    }
  }

  @Override
  public int rows() {
    return alphaBins;
  }

  @Override
  public int columns() {
    return rEdgesMm.size() - 1;
  }

  @Override
  public double centreMm(Axis axis, int cell) {
    if (!resolves(axis)) {
      return 0;
    }
    int ring = column(cell);
    double r = (rEdgesMm.get(ring) + rEdgesMm.get(ring + 1)) / 2;
    double alpha = 2 * Math.PI * (row(cell) + 0.5) / alphaBins - Math.PI;
    return r * (axis == Axis.X ? Math.cos(alpha) : Math.sin(alpha));
  }

  /** Two sectors lie to both sides of the x axis, with centres at x = 0. */
  @Override
  public boolean resolves(Axis axis) {
    return alphaBins > (axis == Axis.X ? 2 : 1);
  }

  /** Alpha to -alpha always fits the sectors, alpha to pi - alpha only an even number of them. */
  @Override
  public boolean isSymmetric(Axis axis) {
    return axis == Axis.Y || alphaBins == 1 || alphaBins % 2 == 0;
  }

  @Override
  public int mirrored(Axis axis, int cell) {
    if (!isSymmetric(axis)) {
      throw new IllegalArgumentException(name + " is not symmetric along " + axis);
    }
    int sector = row(cell);
    int image =
        axis == Axis.X
            ? Math.floorMod(alphaBins / 2 - 1 - sector, alphaBins)
            : alphaBins - 1 - sector;
    return image * columns() + column(cell);
  }

  @Override
  public int cellAt(double xMm, double yMm) {
    double r = Math.hypot(xMm, yMm);
    int ring = columns() - 1;
    if (!(r < rEdgesMm.get(ring + 1)) || r < rEdgesMm.get(0)) {
      return -1;
    }
    while (r < rEdgesMm.get(ring)) {
      ring--;
    }
    double turn = (Math.atan2(yMm, xMm) + Math.PI) / (2 * Math.PI);
    // At alpha = pi, the last sector's edge, the turn is whole.
    int sector = Math.min(alphaBins - 1, (int) (turn * alphaBins));
    return sector * columns() + ring;
  }
}
