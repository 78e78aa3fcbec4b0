package org.showerforge.engine;

import org.showerforge.backend.Backend;

/** Every loss of the engine. */
enum LossCase {
  WASSERSTEIN,
  GAN,
  GAN_SATURATING,
  HINGE,
  LEAST_SQUARES,
  CRAMER;

  int samples() {
    return this == CRAMER ? 2 : 1;
  }

  boolean smooths() {
    return this == GAN || this == GAN_SATURATING;
  }

  Loss engine(Backend backend, int batch, int outputs, double smoothing) {
    return this == CRAMER
        ? new CramerLoss(backend, batch, outputs)
        : new ScoreLoss(backend, ScoreLoss.Kind.valueOf(name()), smoothing);
  }
}
