package org.showerforge.data.statistics;

import java.util.List;

/**
 * How the cells of a data set B differ from those of A, in their means or in their occupancies.
 *
 * <p>Cells of one shower move together, so chi2 per cell scatters about 1 by much more than
 * sqrt(2/cells) and is no test; the greatest deviation, held against the number of cells, is one,
 * whatever the correlation.
 *
 * @param what of the cells, e.g. {@code mean energy}
 * @param z the difference over its standard error, by cell; NaN where a cell has too few entries
 * @param cells cells with enough entries
 * @param chi2PerCell sum of z^2 over them by their number: 1 is expected without drift
 * @param beyondFiveSigma cells with |z| > 5
 * @param worst the cells that are furthest off, at most five
 * @param drifted whether the worst is beyond the threshold for one cell of all
 */
public record CellDrift(
    String what,
    List<Double> z,
    int cells,
    double chi2PerCell,
    int beyondFiveSigma,
    List<Deviation> worst,
    boolean drifted) {
  /** Copies the lists. */
  public CellDrift {
    z = List.copyOf(z);
    worst = List.copyOf(worst);
  }

  /**
   * A cell that is off.
   *
   * @param name the cell
   * @param z by how much
   */
  public record Deviation(String name, double z) {}
}
