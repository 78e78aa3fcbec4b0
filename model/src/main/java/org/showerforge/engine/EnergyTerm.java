package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/**
 * A term of the generator's loss: strength mean w |E_generated - E_asked|/E_inc, with E the sum of
 * the cells (CaloGAN, Paganini et al. 2018, arXiv 1705.02355). What is asked for is the energy of
 * the real event with the same conditions. A cell is seen as x = scale (E/E_inc)^(1/root).
 */
public final class EnergyTerm {
  private final Backend backend;
  private final int root;
  private final double scale;
  private final double strength;
  private final Matrix powers;
  private final Matrix ones;
  private final Matrix asked;
  private final Matrix excess;

  /** A term for batches of one size. */
  public EnergyTerm(
      Backend backend, int batch, int cells, int root, double scale, double strength) {
    this.backend = backend;
    this.root = root;
    this.scale = scale;
    this.strength = strength;
    this.powers = backend.allocate(batch, cells);
    this.ones = backend.allocate(batch, cells);
    backend.affine(0, 1, ones);
    this.asked = backend.allocate(batch, 1);
    this.excess = backend.allocate(batch, 1);
  }

  /**
   * Adds the term's derivative by the response.
   *
   * @param real events of the same conditions, row by row
   * @param weights [batch, 1]
   */
  public void addGradient(Matrix real, Matrix generated, Matrix weights, Matrix gradient) {
    Powers.raise(backend, real, root, powers);
    backend.rowDots(powers, ones, asked);
    Powers.raise(backend, generated, root, powers);
    backend.rowDots(powers, ones, excess);
    backend.combine(-1, asked, 1, excess);
    backend.map(Function.STEP, excess, excess);
    backend.affine(2, -1, excess);
    backend.multiply(excess, weights, excess);
    // d/dx (x/scale)^root = root x^(root-1)/scale^root
    backend.copy(ones, powers);
    Powers.multiplyByPower(backend, generated, root - 1, powers);
    backend.scaleRows(excess, powers);
    double share = strength * root / Math.pow(scale, root) / weights.rows();
    backend.combine(share, powers, 1, gradient);
  }
}
