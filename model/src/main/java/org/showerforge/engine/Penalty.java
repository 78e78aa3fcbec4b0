package org.showerforge.engine;

import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/**
 * A penalty on the norm n of the score's gradient by the response.
 *
 * @param kind its form
 * @param lambda its weight
 */
public record Penalty(Kind kind, double lambda) {
  private static final double TINY_NORM = 1e-30;

  /** The forms, with the point where the gradient is taken. */
  public enum Kind {
    /** None. */
    NONE,
    /** lambda mean (n - 1)^2 between real and fake (Gulrajani et al. 2017, arXiv 1704.00028). */
    TWO_SIDED,
    /** lambda mean max(0, n - 1)^2 between real and fake (Petzka et al. 2018, arXiv 1709.08894). */
    ONE_SIDED,
    /** lambda/2 mean n^2 between real and fake (Thanh-Tung et al. 2019, arXiv 1902.03984). */
    ZERO_CENTRED,
    /** lambda/2 mean n^2 at real events: R1 (Mescheder et al. 2018, arXiv 1801.04406). */
    R1
  }

  /** No penalty. */
  public static final Penalty NONE = new Penalty(Kind.NONE, 0);

  /** Checks lambda. */
  public Penalty {
    if (!(lambda >= 0) || !Double.isFinite(lambda)) {
      throw new UserException("lambda: must be >= 0 and finite, got %s", lambda);
    }
  }

  /** Whether there is one. */
  public boolean exists() {
    return kind != Kind.NONE;
  }

  /** Whether the gradient is taken at real events, not between real and fake. */
  boolean isAtRealEvents() {
    return kind == Kind.R1;
  }

  /**
   * The derivative of the penalty by the gradient g is factor g, row by row.
   *
   * @param norms n: [batch, 1]
   * @param factors [batch, 1]
   */
  void factors(Backend backend, Matrix norms, Matrix factors) {
    double share = lambda / norms.rows();
    switch (kind) {
      case TWO_SIDED, ONE_SIDED -> {
        // 2 lambda/B (1 - 1/n); one-sided: only where that is positive.
        backend.copy(norms, factors);
        backend.affine(1, TINY_NORM, factors);
        backend.map(Function.RECIPROCAL, factors, factors);
        backend.affine(-2 * share, 2 * share, factors);
        if (kind == Kind.ONE_SIDED) {
          backend.map(Function.RELU, factors, factors);
        }
      }
      case ZERO_CENTRED, R1 -> backend.affine(0, share, factors);
      case NONE -> throw new IllegalStateException("no penalty");
    }
  }

  /**
   * The penalty of each event without lambda.
   *
   * @param norms n: [batch, 1]
   * @param out [batch, 1]
   */
  public void values(Backend backend, Matrix norms, Matrix out) {
    backend.copy(norms, out);
    switch (kind) {
      case TWO_SIDED -> backend.affine(1, -1, out);
      case ONE_SIDED -> {
        backend.affine(1, -1, out);
        backend.map(Function.RELU, out, out);
      }
      case ZERO_CENTRED, R1 -> backend.affine(Math.sqrt(0.5), 0, out);
      case NONE -> throw new IllegalStateException("no penalty");
    }
    backend.multiply(out, out, out);
  }
}
