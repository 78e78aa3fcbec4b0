package org.showerforge.engine;

import java.util.IdentityHashMap;
import org.showerforge.backend.Matrix;

/**
 * Parts of matrices, made the first time that they are asked for: a step must not allocate, and
 * comes with the same matrices every time.
 */
final class Views {
  /** How a matrix is taken apart. */
  interface Split {
    Matrix[] of(Matrix matrix);
  }

  private final Split split;
  private final IdentityHashMap<Matrix, Matrix[]> known = new IdentityHashMap<>();

  Views(Split split) {
    this.split = split;
  }

  /** Blocks of at most so many rows. */
  static Views ofRows(int most) {
    return new Views(
        matrix -> {
          Matrix[] blocks = new Matrix[(matrix.rows() + most - 1) / most];
          for (int i = 0; i < blocks.length; i++) {
            blocks[i] = matrix.rows(i * most, Math.min(matrix.rows(), (i + 1) * most));
          }
          return blocks;
        });
  }

  /** Blocks of so many columns. */
  static Views ofColumns(int width) {
    return new Views(
        matrix -> {
          Matrix[] blocks = new Matrix[matrix.columns() / width];
          for (int i = 0; i < blocks.length; i++) {
            blocks[i] = matrix.columns(i * width, (i + 1) * width);
          }
          return blocks;
        });
  }

  Matrix[] of(Matrix matrix) {
    Matrix[] views = known.get(matrix);
    if (views == null) {
      views = split.of(matrix);
      known.put(matrix, views);
    }
    return views;
  }
}
