package org.showerforge.backend;

import org.showerforge.UserException;

/**
 * The constants of RMSProp (Tieleman and Hinton 2012), as WGANs with weight clipping use it
 * (Arjovsky et al. 2017, arXiv 1701.07875).
 *
 * @param decay of the mean squared gradient
 * @param epsilon keeps the division finite; also the state's initial value, as in DL4J
 */
public record RmsProp(double decay, double epsilon) implements Updater {
  /** DL4J's defaults. */
  public static final RmsProp DEFAULT = new RmsProp(0.95, 1e-8);

  /** Checks the ranges. */
  public RmsProp {
    if (!(decay >= 0 && decay < 1) || !(epsilon > 0)) {
      throw new UserException(
          "rms-prop: decay must be in [0, 1) and epsilon > 0, got %s, %s", decay, epsilon);
    }
  }

  @Override
  public int states() {
    return 1;
  }
}
