package org.showerforge.montecarlo;

import org.hipparchus.util.FastMath;
import org.showerforge.detector.Condition;

/** How incident energies are spread over the detector's range. */
public enum Spectrum {
  /** Uniform in the energy, as CaloGAN's data. */
  UNIFORM,
  /** Uniform in the logarithm of the energy. */
  LOG_UNIFORM;

  /** The energy at a part of the spectrum, 0..1. */
  double quantile(double part, Condition range) {
    double value =
        switch (this) {
          case UNIFORM -> range.min() + part * (range.max() - range.min());
          case LOG_UNIFORM -> range.min() * FastMath.pow(range.max() / range.min(), part);
        };
    return Math.min(Math.max(value, range.min()), range.max());
  }
}
