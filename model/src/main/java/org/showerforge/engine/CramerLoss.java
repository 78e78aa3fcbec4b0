package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/**
 * The Cramer GAN (Bellemare et al. 2017, arXiv 1705.10743), used for the LHCb RICH (Maevskiy et al.
 * 2019, arXiv 1905.11825): the critic is a vector h, its score F(x) = |h(x) - h(x2)| - |h(x)| with
 * x2 a second generated event of the same conditions.
 *
 * <p>The critic minimises F(fake) - F(real), the generator the energy distance |h(real) - h(fake)|
 * + |h(real) - h(x2)| - |h(fake) - h(x2)|.
 */
public final class CramerLoss implements Loss {
  private static final double TINY_NORM = 1e-30;

  private final Backend backend;
  private final Unit fromSecond;
  private final Unit fromOrigin;
  private final Unit other;
  private final Matrix projected;
  private final Matrix dots;

  /** A loss for batches of one size and a critic of so many outputs. */
  public CramerLoss(Backend backend, int batch, int outputs) {
    this.backend = backend;
    this.fromSecond = new Unit(batch, outputs);
    this.fromOrigin = new Unit(batch, outputs);
    this.other = new Unit(batch, outputs);
    this.projected = backend.allocate(batch, outputs);
    this.dots = backend.allocate(batch, 1);
  }

  /** Differences, normalised row by row. */
  private final class Unit {
    final Matrix direction;
    final Matrix inverseNorm;

    Unit(int batch, int outputs) {
      direction = backend.allocate(batch, outputs);
      inverseNorm = backend.allocate(batch, 1);
    }

    Matrix of(Matrix h) {
      backend.copy(h, direction);
      backend.rowDots(direction, direction, inverseNorm);
      backend.map(Function.SQRT, inverseNorm, inverseNorm);
      backend.affine(1, TINY_NORM, inverseNorm);
      backend.map(Function.RECIPROCAL, inverseNorm, inverseNorm);
      backend.scaleRows(inverseNorm, direction);
      return direction;
    }

    Matrix of(Matrix h, Matrix origin) {
      backend.copy(h, projected);
      backend.combine(-1, origin, 1, projected);
      return of(projected);
    }

    /** projected = (t - u (u t))/norm: the second derivative of the norm, times t. */
    void curve(Matrix t) {
      backend.rowDots(direction, t, dots);
      backend.copy(direction, projected);
      backend.scaleRows(dots, projected);
      backend.combine(1, t, -1, projected);
      backend.scaleRows(inverseNorm, projected);
    }
  }

  @Override
  public int outputs() {
    return projected.columns();
  }

  @Override
  public int samples() {
    return 2;
  }

  @Override
  public boolean isCurved() {
    return true;
  }

  @Override
  public boolean generatorSeesReal() {
    return true;
  }

  @Override
  public void criticErrors(Rows values, Rows errors, Matrix weights) {
    gradientOfScore(values.real(), values.second(), errors.real());
    backend.copy(fromSecond.direction, errors.second());
    gradientOfScore(values.fake(), values.second(), errors.fake());
    backend.combine(-1, fromSecond.direction, 1, errors.second());
    weigh(-1, errors.real(), weights);
    weigh(1, errors.fake(), weights);
    weigh(1, errors.second(), weights);
  }

  @Override
  public void scores(Rows values, Matrix real, Matrix fake) {
    score(values.real(), values.second(), real);
    score(values.fake(), values.second(), fake);
  }

  private void score(Matrix h, Matrix second, Matrix out) {
    backend.copy(h, projected);
    backend.combine(-1, second, 1, projected);
    backend.rowDots(projected, projected, out);
    backend.map(Function.SQRT, out, out);
    backend.rowDots(h, h, dots);
    backend.map(Function.SQRT, dots, dots);
    backend.combine(-1, dots, 1, out);
  }

  private void gradientOfScore(Matrix h, Matrix second, Matrix out) {
    backend.copy(fromSecond.of(h, second), out);
    backend.combine(-1, fromOrigin.of(h), 1, out);
  }

  private void weigh(double sign, Matrix errors, Matrix weights) {
    backend.scaleRows(weights, errors);
    backend.affine(sign / weights.rows(), 0, errors);
  }

  @Override
  public void scoreGradient(Rows values, Rows errors) {
    gradientOfScore(values.between(), values.second(), errors.direction());
  }

  @Override
  public void scoreCurvature(Rows values, Rows errors) {
    Matrix t = values.direction();
    fromSecond.of(values.between(), values.second());
    fromSecond.curve(t);
    backend.copy(projected, errors.between());
    backend.combine(-1, projected, 1, errors.second());
    fromOrigin.of(values.between());
    fromOrigin.curve(t);
    backend.combine(-1, projected, 1, errors.between());
  }

  @Override
  public void generatorErrors(Rows values, Rows errors, Matrix weights) {
    Matrix apart = other.of(values.fake(), values.second());
    backend.combine(-1, fromOrigin.of(values.real(), values.fake()), 0, errors.fake());
    backend.combine(-1, apart, 1, errors.fake());
    backend.combine(-1, fromSecond.of(values.real(), values.second()), 0, errors.second());
    backend.combine(1, apart, 1, errors.second());
    weigh(1, errors.fake(), weights);
    weigh(1, errors.second(), weights);
  }
}
