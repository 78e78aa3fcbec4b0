package org.showerforge.engine;

import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Matrix;

/** Some of a network's parameters and where their gradient goes: views of flat vectors. */
public final class Parameters {
  private final Matrix values;
  private final @Nullable Matrix gradient;

  private Parameters(Matrix values, @Nullable Matrix gradient) {
    this.values = values;
    this.gradient = gradient;
  }

  /**
   * Parameters that are trained.
   *
   * @param gradient as values
   */
  public static Parameters trained(Matrix values, Matrix gradient) {
    return new Parameters(values, gradient);
  }

  /** Parameters of a network that is only applied. */
  public static Parameters fixed(Matrix values) {
    return new Parameters(values, null);
  }

  /** The numbers. */
  public Matrix values() {
    return values;
  }

  /** Where their gradient goes. */
  public Matrix gradient() {
    if (gradient == null) {
      throw new IllegalStateException("fixed parameters have no gradient");
    }
    return gradient;
  }
}
