package org.showerforge.engine;

import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/** A loss of one score D per event. With s = 1/(1 + e^-D) the probability that an event is real. */
public final class ScoreLoss implements Loss {
  /** The losses; each line is what the critic and what the generator minimises. */
  public enum Kind {
    /**
     * D(fake) - D(real); -D(fake) (Arjovsky et al. 2017, arXiv 1701.07875; with a penalty,
     * Gulrajani et al. 2017, arXiv 1704.00028).
     */
    WASSERSTEIN,
    /**
     * -ln s(real) - ln(1 - s(fake)); -ln s(fake) (Goodfellow et al. 2014, arXiv 1406.2661,
     * non-saturating).
     */
    GAN,
    /** As {@link #GAN}; ln(1 - s(fake)), whose gradient vanishes where the critic is sure. */
    GAN_SATURATING,
    /** max(0, 1 - D(real)) + max(0, 1 + D(fake)); -D(fake) (Lim and Ye 2017, arXiv 1705.02894). */
    HINGE,
    /** (D(real) - 1)^2/2 + D(fake)^2/2; (D(fake) - 1)^2/2 (Mao et al. 2017, arXiv 1611.04076). */
    LEAST_SQUARES
  }

  private final Backend backend;
  private final Kind kind;
  private final double smoothing;

  /**
   * A loss.
   *
   * @param smoothing real events count as fake with this probability (Salimans et al. 2016, arXiv
   *     1606.03498); for GAN and GAN_SATURATING, else 0
   */
  public ScoreLoss(Backend backend, Kind kind, double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new UserException("smoothing: must be in [0, 1), got %s", smoothing);
    }
    if (smoothing > 0 && kind != Kind.GAN && kind != Kind.GAN_SATURATING) {
      throw new UserException("smoothing: only for the losses gan and gan-saturating");
    }
    this.backend = backend;
    this.kind = kind;
    this.smoothing = smoothing;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public int samples() {
    return 1;
  }

  @Override
  public boolean isCurved() {
    return false;
  }

  @Override
  public boolean generatorSeesReal() {
    return false;
  }

  @Override
  public void criticErrors(Rows values, Rows errors, Matrix weights) {
    realDerivative(values.real(), errors.real());
    weigh(errors.real(), weights);
    fakeDerivative(values.fake(), errors.fake());
    weigh(errors.fake(), weights);
  }

  @Override
  public void scores(Rows values, Matrix real, Matrix fake) {
    backend.copy(values.real(), real);
    backend.copy(values.fake(), fake);
  }

  private void weigh(Matrix derivatives, Matrix weights) {
    backend.multiply(derivatives, weights, derivatives);
    backend.affine(1.0 / weights.rows(), 0, derivatives);
  }

  private void realDerivative(Matrix scores, Matrix out) {
    switch (kind) {
      case WASSERSTEIN -> backend.affine(0, -1, out);
      case GAN, GAN_SATURATING -> {
        backend.map(Function.SIGMOID, scores, out);
        backend.affine(1, smoothing - 1, out);
      }
      case HINGE -> {
        backend.combine(-1, scores, 0, out);
        backend.affine(1, 1, out);
        backend.map(Function.STEP, out, out);
        backend.affine(-1, 0, out);
      }
      case LEAST_SQUARES -> {
        backend.copy(scores, out);
        backend.affine(1, -1, out);
      }
    }
  }

  private void fakeDerivative(Matrix scores, Matrix out) {
    switch (kind) {
      case WASSERSTEIN -> backend.affine(0, 1, out);
      case GAN, GAN_SATURATING -> backend.map(Function.SIGMOID, scores, out);
      case HINGE -> {
        backend.copy(scores, out);
        backend.affine(1, 1, out);
        backend.map(Function.STEP, out, out);
      }
      case LEAST_SQUARES -> backend.copy(scores, out);
    }
  }

  @Override
  public void scoreGradient(Rows values, Rows errors) {
    backend.affine(0, 1, errors.direction());
  }

  @Override
  public void scoreCurvature(Rows values, Rows errors) {
    backend.affine(0, 0, errors.between());
  }

  @Override
  public void generatorErrors(Rows values, Rows errors, Matrix weights) {
    Matrix scores = values.fake();
    Matrix out = errors.fake();
    switch (kind) {
      case WASSERSTEIN, HINGE -> backend.affine(0, -1, out);
      case GAN -> {
        backend.map(Function.SIGMOID, scores, out);
        backend.affine(1, -1, out);
      }
      case GAN_SATURATING -> {
        backend.map(Function.SIGMOID, scores, out);
        backend.affine(-1, 0, out);
      }
      case LEAST_SQUARES -> {
        backend.copy(scores, out);
        backend.affine(1, -1, out);
      }
    }
    weigh(out, weights);
  }
}
