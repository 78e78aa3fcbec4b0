package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/** A loss with one of its derivatives negated. */
final class WrongLoss implements Loss {
  /** What is wrong. */
  enum Fault {
    /** The critic's errors for real events. */
    REAL_ERRORS,
    /** The gradient of the score that the penalty acts on. */
    SCORE_GRADIENT,
    /** The score's curvature at the points of the penalty. */
    CURVATURE_BETWEEN,
    /** The score's curvature by the second generated event. */
    CURVATURE_OF_SECOND,
    /** The generator's errors. */
    GENERATOR_ERRORS
  }

  private final Backend backend = new JavaBackend();
  private final Fault fault;
  private final Loss loss;

  WrongLoss(Fault fault, Loss loss) {
    this.fault = fault;
    this.loss = loss;
  }

  private void negateIf(Fault wrong, Matrix errors) {
    if (fault == wrong) {
      backend.affine(-1, 0, errors);
    }
  }

  @Override
  public int outputs() {
    return loss.outputs();
  }

  @Override
  public int samples() {
    return loss.samples();
  }

  @Override
  public boolean isCurved() {
    return loss.isCurved();
  }

  @Override
  public boolean generatorSeesReal() {
    return loss.generatorSeesReal();
  }

  @Override
  public void scores(Rows values, Matrix real, Matrix fake) {
    loss.scores(values, real, fake);
  }

  @Override
  public void criticErrors(Rows values, Rows errors, Matrix weights) {
    loss.criticErrors(values, errors, weights);
    negateIf(Fault.REAL_ERRORS, errors.real());
  }

  @Override
  public void scoreGradient(Rows values, Rows errors) {
    loss.scoreGradient(values, errors);
    negateIf(Fault.SCORE_GRADIENT, errors.direction());
  }

  @Override
  public void scoreCurvature(Rows values, Rows errors) {
    Matrix before = backend.allocate(errors.second().rows(), errors.second().columns());
    backend.copy(errors.second(), before);
    loss.scoreCurvature(values, errors);
    negateIf(Fault.CURVATURE_BETWEEN, errors.between());
    if (fault == Fault.CURVATURE_OF_SECOND) {
      backend.combine(2, before, -1, errors.second());
    }
  }

  @Override
  public void generatorErrors(Rows values, Rows errors, Matrix weights) {
    loss.generatorErrors(values, errors, weights);
    negateIf(Fault.GENERATOR_ERRORS, errors.generated());
  }
}
