package org.showerforge.engine;

import org.showerforge.backend.Matrix;

/** What turns the numbers of a generator's last map into a response. */
public interface Head {
  /** How many numbers the last map must give for a response of a width. */
  int outputs(int responseWidth);

  /** How many noise numbers of its own the head uses per event. */
  int noise(int responseWidth);

  /** response = head(raw, noise). */
  void apply(Matrix raw, Matrix noise, Matrix response);

  /** As {@link #apply}, but numbers that it would put up to zero stay negative. */
  default void applyUncut(Matrix raw, Matrix noise, Matrix response) {
    apply(raw, noise, response);
  }

  /**
   * rawGradient = the loss's derivative by raw.
   *
   * @param raw what {@link #apply} was given
   * @param noise what apply was given
   * @param response what apply wrote
   * @param gradient the loss's derivative by the response
   */
  void backward(Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient);
}
