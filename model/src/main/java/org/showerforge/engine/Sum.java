package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/**
 * What a gradient does with what stands in its place: a batch may come in blocks, so that what a
 * step touches stays in the cache.
 */
public enum Sum {
  /** Replaces it. */
  NEW,
  /** Adds to it. */
  ADDED;

  /** gradient = a^T b, or that added. */
  void transposedProduct(Backend backend, Matrix a, Matrix b, Matrix gradient) {
    if (this == NEW) {
      backend.transposedProduct(a, b, gradient);
    } else {
      backend.addTransposedProduct(a, b, gradient);
    }
  }

  /** gradient = values, or those added. */
  void copy(Backend backend, Matrix values, Matrix gradient) {
    backend.combine(1, values, this == NEW ? 0 : 1, gradient);
  }
}
