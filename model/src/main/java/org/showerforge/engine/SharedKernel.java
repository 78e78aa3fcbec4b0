package org.showerforge.engine;

import org.showerforge.backend.Backend;
import org.showerforge.backend.Index;
import org.showerforge.backend.Matrix;

/**
 * One kernel for all positions of an image: what a convolution and a transposed convolution have in
 * common. Patches are gathered and multiplied for a few events at a time, so that they stay in the
 * cache.
 */
final class SharedKernel {
  private static final int PATCH_NUMBERS = 1 << 17;

  private final Backend backend;
  private final PatchGeometry geometry;
  private final Parameters weight;
  private final boolean filtersFirst;
  private final int filters;
  private final Index index;
  private final Views blocks;
  private final Views flat;
  private final Matrix patches;
  private final Matrix dense;
  private final Views patchRows;
  private final Views denseRows;

  /**
   * A kernel.
   *
   * @param weight [filters, patch] with its channels first, or [patch, filters] with its channels
   *     last
   */
  SharedKernel(
      Backend backend, PatchGeometry geometry, Parameters weight, PatchGeometry.Order order) {
    this.backend = backend;
    this.geometry = geometry;
    this.weight = weight;
    this.filtersFirst = order == PatchGeometry.Order.CHANNELS_FIRST;
    this.index = backend.index(geometry.index(order));
    this.filters = filtersFirst ? weight.values().rows() : weight.values().columns();
    int patch = filtersFirst ? weight.values().columns() : weight.values().rows();
    if (patch != geometry.patchSize()) {
      throw new IllegalArgumentException("weights for patches of " + patch + ": " + geometry);
    }
    int rows = Math.max(1, PATCH_NUMBERS / index.length());
    this.blocks = Views.ofRows(rows);
    this.flat =
        new Views(
            matrix ->
                new Matrix[] {
                  matrix.reshape(
                      matrix.rows() * geometry.positions(), matrix.columns() / geometry.positions())
                });
    this.patches = backend.allocate(rows, index.length());
    this.dense = backend.allocate(rows, geometry.positions() * filters);
    this.patchRows = firstRows(rows);
    this.denseRows = firstRows(rows);
  }

  /** The first n rows for every n up to a most. */
  private static Views firstRows(int most) {
    return new Views(
        matrix -> {
          Matrix[] parts = new Matrix[most + 1];
          for (int n = 1; n <= most; n++) {
            parts[n] = matrix.rows(0, n);
          }
          return parts;
        });
  }

  int imageSize() {
    return geometry.imageSize();
  }

  int outputSize() {
    return geometry.positions() * filters;
  }

  /** From the image to one number per position and filter. */
  void toPositions(Matrix image, Matrix out) {
    Matrix[] images = blocks.of(image);
    Matrix[] outs = blocks.of(out);
    for (int i = 0; i < images.length; i++) {
      Matrix gathered = gather(images[i]);
      Matrix target = gapless(outs[i]);
      multiply(!filtersFirst, perPosition(gathered), perPosition(target));
      if (target != outs[i]) {
        backend.copy(target, outs[i]);
      }
    }
  }

  /** The transpose of {@link #toPositions}. */
  void toImage(Matrix positions, Matrix out) {
    Matrix[] sources = blocks.of(positions);
    Matrix[] outs = blocks.of(out);
    for (int i = 0; i < sources.length; i++) {
      Matrix spread = patchRows.of(patches)[sources[i].rows()];
      multiply(filtersFirst, perPosition(gaplessCopy(sources[i])), perPosition(spread));
      backend.scatterColumns(spread, index, outs[i]);
    }
  }

  /** The kernel's gradient, from images and errors at the positions. */
  void weightGradient(Matrix image, Matrix positions, Sum sum) {
    Matrix[] images = blocks.of(image);
    Matrix[] errors = blocks.of(positions);
    for (int i = 0; i < images.length; i++) {
      Matrix gathered = perPosition(gather(images[i]));
      Matrix error = perPosition(gaplessCopy(errors[i]));
      Matrix left = filtersFirst ? error : gathered;
      Matrix right = filtersFirst ? gathered : error;
      Sum block = i == 0 ? sum : Sum.ADDED;
      block.transposedProduct(backend, left, right, weight.gradient());
    }
  }

  private void multiply(boolean asItIs, Matrix in, Matrix out) {
    if (asItIs) {
      backend.product(in, weight.values(), out);
    } else {
      backend.productTransposed(in, weight.values(), out);
    }
  }

  private Matrix gather(Matrix image) {
    Matrix gathered = patchRows.of(patches)[image.rows()];
    backend.gatherColumns(image, index, gathered);
    return gathered;
  }

  private Matrix gapless(Matrix matrix) {
    return matrix.isGapless() ? matrix : denseRows.of(dense)[matrix.rows()];
  }

  private Matrix gaplessCopy(Matrix matrix) {
    Matrix copy = gapless(matrix);
    if (copy != matrix) {
      backend.copy(matrix, copy);
    }
    return copy;
  }

  private Matrix perPosition(Matrix matrix) {
    return flat.of(matrix)[0];
  }
}
