package org.showerforge.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations in single precision on the host: products by OpenBLAS, which ND4J brings along,
 * everything else by {@link HostLoops}.
 *
 * <p>A call of OpenBLAS costs 0.1 us, one of ND4J's operations 7 us or more. The rest is bound by
 * memory, so it goes in chunks that stay in the first-level cache: bulk copies in, one vectorised
 * loop, bulk copies out.
 */
public final class HostBackend implements Backend {
  private final List<HostMatrix> allocated = new ArrayList<>();
  private final HostProducts products = new HostProducts();
  private final HostGathers gathers = new HostGathers();
  private final HostNoise noise = new HostNoise();
  private final HostUpdates updates = new HostUpdates();
  private final HostTiles tiles = new HostTiles();
  private final float[] x = new float[HostTiles.SIZE];
  private final float[] y = new float[HostTiles.SIZE];
  private final float[] z = new float[HostTiles.SIZE];
  private final float[] w = new float[HostTiles.SIZE];
  private final HostLoops.Loop softplus = (a, b, n, p, q) -> HostLoops.softplus(a, b, z, n);
  private float[] wide = new float[0];
  private float[] gathered = new float[0];

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.size(rows, columns);
    HostMatrix matrix = HostMatrix.zeros(rows, columns);
    allocated.add(matrix);
    return matrix;
  }

  @Override
  public void close() {
    allocated.forEach(HostMatrix::free);
    allocated.clear();
    products.close();
  }

  @Override
  public Index index(int[] columns) {
    return HostGathers.index(columns);
  }

  @Override
  public void write(float[] values, Matrix out) {
    HostMatrix target = HostMatrix.of(out);
    Shapes.values(values.length, target);
    for (int i = 0; i < target.rows(); i++) {
      target.put(i, values, i * target.columns());
    }
  }

  @Override
  public void read(Matrix in, float[] out) {
    HostMatrix source = HostMatrix.of(in);
    Shapes.values(out.length, source);
    for (int i = 0; i < source.rows(); i++) {
      source.get(i, out, i * source.columns());
    }
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.columns(), b.rows());
    Shapes.need(out, a.rows(), b.columns());
    products.product(HostMatrix.of(a), HostMatrix.of(b), HostMatrix.of(out));
  }

  @Override
  public void productTransposed(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.columns(), b.columns());
    Shapes.need(out, a.rows(), b.rows());
    products.productTransposed(HostMatrix.of(a), HostMatrix.of(b), HostMatrix.of(out));
  }

  @Override
  public void transposedProduct(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.rows(), b.rows());
    Shapes.need(out, a.columns(), b.columns());
    products.transposedProduct(HostMatrix.of(a), HostMatrix.of(b), HostMatrix.of(out));
  }

  @Override
  public void addTransposedProduct(Matrix a, Matrix b, Matrix inOut) {
    Shapes.inner(a.rows(), b.rows());
    Shapes.need(inOut, a.columns(), b.columns());
    products.addTransposedProduct(HostMatrix.of(a), HostMatrix.of(b), HostMatrix.of(inOut));
  }

  @Override
  public void columnSums(Matrix in, Matrix outRow) {
    Shapes.row(outRow, in);
    if (in.rows() == 0) {
      affine(0, 0, outRow);
    } else {
      products.columnSums(HostMatrix.of(in), HostMatrix.of(outRow));
    }
  }

  @Override
  public void rowDots(Matrix a, Matrix b, Matrix outColumn) {
    Shapes.same(a, b);
    Shapes.column(outColumn, a);
    products.rowDots(HostMatrix.of(a), HostMatrix.of(b), HostMatrix.of(outColumn));
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix out) {
    binary(HostLoops::multiply, 0, 0, a, b, out);
  }

  @Override
  public void combine(double alpha, Matrix in, double beta, Matrix inOut) {
    if (beta == 0) {
      unary(HostLoops::affine, (float) alpha, 0, in, inOut);
    } else {
      binary(HostLoops::combine, (float) beta, (float) alpha, inOut, in, inOut);
    }
  }

  @Override
  public void affine(double alpha, double beta, Matrix inOut) {
    if (alpha == 0) {
      fill((float) beta, HostMatrix.of(inOut));
    } else {
      unary(HostLoops::affine, (float) alpha, (float) beta, inOut, inOut);
    }
  }

  private void fill(float value, HostMatrix out) {
    Arrays.fill(x, value);
    tiles.start(out, out);
    while (tiles.next()) {
      tiles.put(out, x);
    }
  }

  @Override
  public void clip(double bound, Matrix inOut) {
    unary(HostLoops::clip, (float) bound, 0, inOut, inOut);
  }

  @Override
  public void map(Function function, Matrix in, Matrix out) {
    switch (function) {
      case SIGMOID -> unary(HostLoops::sigmoid, 0, 0, in, out);
      case SOFTPLUS -> unary(softplus, 0, 0, in, out);
      case EXP -> unary(HostLoops::exp, 0, 0, in, out);
      case RELU -> unary(HostLoops::relu, 0, 0, in, out);
      case STEP -> unary(HostLoops::step, 0, 0, in, out);
      case SQRT -> unary(HostLoops::sqrt, 0, 0, in, out);
      case RECIPROCAL -> unary(HostLoops::reciprocal, 0, 0, in, out);
    }
  }

  private void unary(HostLoops.Loop loop, float p, float q, Matrix in, Matrix out) {
    HostMatrix source = HostMatrix.of(in);
    HostMatrix target = HostMatrix.of(out);
    tiles.start(source, target);
    while (tiles.next()) {
      tiles.get(source, x);
      loop.run(x, y, tiles.length(), p, q);
      tiles.put(target, x);
    }
  }

  private void binary(HostLoops.Loop loop, float p, float q, Matrix a, Matrix b, Matrix out) {
    HostMatrix left = HostMatrix.of(a);
    HostMatrix right = HostMatrix.of(b);
    HostMatrix target = HostMatrix.of(out);
    tiles.start(left, right, target);
    while (tiles.next()) {
      tiles.get(left, x);
      tiles.get(right, y);
      loop.run(x, y, tiles.length(), p, q);
      tiles.put(target, x);
    }
  }

  private void withRow(HostLoops.Loop loop, Matrix row, Matrix inOut) {
    HostMatrix addend = HostMatrix.of(row);
    HostMatrix target = HostMatrix.of(inOut);
    tiles.start(target, target);
    while (tiles.next()) {
      tiles.get(target, x);
      tiles.getRow(addend, y);
      loop.run(x, y, tiles.length(), 0, 0);
      tiles.put(target, x);
    }
  }

  @Override
  public void addRow(Matrix row, Matrix inOut) {
    withRow(HostLoops::add, row, inOut);
  }

  @Override
  public void scaleColumns(Matrix row, Matrix inOut) {
    withRow(HostLoops::multiply, row, inOut);
  }

  @Override
  public void scaleRows(Matrix column, Matrix inOut) {
    HostMatrix factors = HostMatrix.of(column);
    HostMatrix target = HostMatrix.of(inOut);
    tiles.start(target, target);
    while (tiles.next()) {
      tiles.get(target, x);
      tiles.getColumn(factors, y);
      HostLoops.multiply(x, y, tiles.length(), 0, 0);
      tiles.put(target, x);
    }
  }

  @Override
  public void mix(Matrix column, Matrix a, Matrix b, Matrix out) {
    HostMatrix shares = HostMatrix.of(column);
    HostMatrix left = HostMatrix.of(a);
    HostMatrix right = HostMatrix.of(b);
    HostMatrix target = HostMatrix.of(out);
    tiles.start(left, right, target);
    while (tiles.next()) {
      tiles.get(left, x);
      tiles.get(right, y);
      tiles.getColumn(shares, z);
      HostLoops.mix(z, x, y, tiles.length());
      tiles.put(target, x);
    }
  }

  @Override
  public void copy(Matrix in, Matrix out) {
    HostMatrix source = HostMatrix.of(in);
    HostMatrix target = HostMatrix.of(out);
    Shapes.same(in, out);
    if (source.size() == 0) {
      return;
    }
    if (source.isGapless() && target.isGapless()) {
      target.copy(0, source, 0, source.size());
      return;
    }
    for (int i = 0; i < source.rows(); i++) {
      target.copy(i, source, i, source.columns());
    }
  }

  @Override
  public void softmaxRows(Matrix in, Matrix out) {
    Shapes.same(in, out);
    HostMatrix source = HostMatrix.of(in);
    HostMatrix target = HostMatrix.of(out);
    int n = source.columns();
    rowBuffers(n);
    for (int i = 0; i < source.rows(); i++) {
      source.get(i, wide, 0);
      float top = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < n; j++) {
        top = Math.max(top, wide[j]);
      }
      HostLoops.affine(wide, wide, n, 1, -top);
      HostLoops.exp(wide, gathered, n, 0, 0);
      float sum = 0;
      for (int j = 0; j < n; j++) {
        sum += wide[j];
      }
      HostLoops.affine(wide, wide, n, 1 / sum, 0);
      target.put(i, wide, 0);
    }
  }

  private void rowBuffers(int length) {
    if (wide.length < length) {
      wide = new float[length];
      gathered = new float[length];
    }
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut) {
    activate(f, HostMatrix.of(bias), HostMatrix.of(inOut), null, null);
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope) {
    activate(f, HostMatrix.of(bias), HostMatrix.of(inOut), HostMatrix.of(slope), null);
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope, Matrix curvature) {
    activate(
        f,
        HostMatrix.of(bias),
        HostMatrix.of(inOut),
        HostMatrix.of(slope),
        HostMatrix.of(curvature));
  }

  private void activate(
      Activation f,
      HostMatrix bias,
      HostMatrix inOut,
      @Nullable HostMatrix slope,
      @Nullable HostMatrix curvature) {
    HostMatrix second = slope == null ? inOut : slope;
    tiles.start(inOut, second, curvature == null ? second : curvature);
    while (tiles.next()) {
      int n = tiles.length();
      tiles.get(inOut, x);
      tiles.getRow(bias, y);
      HostLoops.add(x, y, n, 0, 0);
      activate(f, n);
      tiles.put(inOut, x);
      if (slope != null) {
        tiles.put(slope, y);
      }
      if (curvature != null) {
        if (!f.isCurved()) {
          Arrays.fill(z, 0, n, 0f);
        }
        tiles.put(curvature, z);
      }
    }
  }

  /** x = f(x), y = f'(x), z = f''(x) of a curved one. */
  private void activate(Activation f, int n) {
    switch (f.kind()) {
      case IDENTITY -> Arrays.fill(y, 0, n, 1f);
      case LEAKY_RELU, RELU -> HostLoops.leakyRelu(x, y, n, (float) f.leak());
      case TANH -> HostLoops.tanh(x, y, z, n);
      case SIGMOID -> HostLoops.sigmoid(x, y, z, n);
      case SWISH -> HostLoops.swish(x, y, z, w, n);
      case SOFTPLUS -> HostLoops.softplus(x, y, z, w, n);
    }
  }

  @Override
  public void gaussianRows(Philox random, long firstStream, int substream, Matrix out) {
    noise.gaussianRows(random, firstStream, substream, HostMatrix.of(out));
  }

  @Override
  public void uniformRows(Philox random, long firstStream, int substream, Matrix out) {
    noise.uniformRows(random, firstStream, substream, HostMatrix.of(out));
  }

  @Override
  public void gatherRows(Matrix source, int[] rows, Matrix out) {
    Shapes.gather(source, rows, out);
    gathers.rows(HostMatrix.of(source), rows, HostMatrix.of(out));
  }

  @Override
  public void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    Shapes.gather(source, rows, orders, variant, out);
    gathers.rows(HostMatrix.of(source), rows, orders, variant, HostMatrix.of(out));
  }

  @Override
  public void gatherColumns(Matrix in, Index index, Matrix out) {
    Shapes.need(out, in.rows(), index.length());
    gathers.columns(HostMatrix.of(in), index, HostMatrix.of(out));
  }

  @Override
  public void scatterColumns(Matrix in, Index index, Matrix out) {
    Shapes.need(in, out.rows(), index.length());
    gathers.scatter(HostMatrix.of(in), index, HostMatrix.of(out));
  }

  @Override
  public void update(
      Updater updater,
      Matrix gradient,
      List<Matrix> state,
      Matrix parameters,
      double learningRate,
      int iteration) {
    Shapes.update(updater, gradient, state, parameters);
    if (updater instanceof Adam adam) {
      updates.adam(adam, gradient, state, parameters, (float) learningRate, iteration);
    } else if (updater instanceof RmsProp rmsProp) {
      updates.rmsProp(rmsProp, gradient, state.get(0), parameters, (float) learningRate);
    } else {
      combine(-learningRate, gradient, 1, parameters);
    }
  }
}
