package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** Whole powers by repeated multiplication. */
final class Powers {
  private Powers() {}

  /** out = x^power, power at least 1. */
  static void raise(Backend backend, Matrix x, int power, Matrix out) {
    backend.copy(x, out);
    multiplyByPower(backend, x, power - 1, out);
  }

  /** inOut = inOut x^power, power at least 0. */
  static void multiplyByPower(Backend backend, Matrix x, int power, Matrix inOut) {
    for (int i = 0; i < power; i++) {
      backend.multiply(inOut, x, inOut);
    }
  }
}
