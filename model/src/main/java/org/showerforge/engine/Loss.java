package org.showerforge.engine;

import org.showerforge.backend.Matrix;

/**
 * What critic and generator minimise, as derivatives by the numbers that the critic's last map
 * gives. Means run over the batch, each event with its weight.
 *
 * <p>The critic's numbers h become a score F(h), whose gradient by the response a {@link Penalty}
 * acts on. For most losses h is one number and F(h) = h.
 */
public interface Loss {
  /** Numbers that the critic gives per event. */
  int outputs();

  /** Generated events for each real one. */
  int samples();

  /** Whether F has a second derivative. */
  boolean isCurved();

  /** Whether the generator's loss needs the critic's numbers for real events. */
  boolean generatorSeesReal();

  /**
   * The critic loss's derivatives by h, for all points.
   *
   * @param weights of the events: [batch, 1]
   */
  void criticErrors(Rows values, Rows errors, Matrix weights);

  /** F of real and of generated events, after {@link #criticErrors}; each [batch, 1]. */
  void scores(Rows values, Matrix real, Matrix fake);

  /** dF/dh between real and fake, in the errors of the direction. */
  void scoreGradient(Rows values, Rows errors);

  /**
   * With t the direction's values: the derivatives of t dF/dh by h, in the errors between, and by
   * the second sample's h, added to its errors.
   */
  void scoreCurvature(Rows values, Rows errors);

  /** The generator loss's derivatives by h, for all generated events. */
  void generatorErrors(Rows values, Rows errors, Matrix weights);
}
