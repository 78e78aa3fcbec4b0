package org.showerforge.backend;

import java.util.List;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BiasAdd;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The operations on ND4J, for nd4j-native and nd4j-cuda alike.
 *
 * <p>The choice of ops is measured: ND4J has faster and slower ways to say the same (the Mmul op
 * writes into strided views without a copy, a product with ones beats {@code sum(0)}). Others give
 * wrong numbers: the methods on row and column vectors take a short cut for vectors of one element,
 * which waits for the device and replaces NaN by 1e-5; its minimum and maximum with a scalar drop
 * NaN. Neither is used where a NaN may come.
 *
 * <p>Intermediate arrays are kept from call to call, by shape. What comes from the host (values,
 * noise, row numbers) passes through a fresh array.
 */
public final class Nd4jBackend implements Backend {
  private static final MMulTranspose NONE = MMulTranspose.allFalse();
  private static final MMulTranspose SECOND = MMulTranspose.builder().transposeB(true).build();
  private static final MMulTranspose FIRST = MMulTranspose.builder().transposeA(true).build();
  private final DataType type;
  private final Nd4jScratch scratch;
  private final Nd4jGathers gathers;

  private Nd4jBackend(DataType type) {
    this.type = type;
    this.scratch = new Nd4jScratch(type);
    this.gathers = new Nd4jGathers(scratch);
  }

  /** Single precision: what training and generation use. */
  public static Nd4jBackend float32() {
    return new Nd4jBackend(DataType.FLOAT);
  }

  /** Double precision: what gradients are checked in. */
  public static Nd4jBackend float64() {
    return new Nd4jBackend(DataType.DOUBLE);
  }

  /** The precision of this backend's matrices. */
  public DataType type() {
    return type;
  }

  /** A rank-2 array of ND4J as a matrix; memory is shared. */
  public Matrix wrap(INDArray array) {
    if (array.dataType() != type) {
      throw new IllegalArgumentException("array is " + array.dataType() + ", backend is " + type);
    }
    return new Nd4jMatrix(array);
  }

  /** The array behind a matrix; memory is shared. */
  public INDArray unwrap(Matrix matrix) {
    return Nd4jMatrix.of(matrix);
  }

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.size(rows, columns);
    return new Nd4jMatrix(
        rows == 0 || columns == 0
            ? Nd4j.create(type, rows, columns)
            : scratch.zeros(rows, columns));
  }

  @Override
  public void close() {
    scratch.close();
  }

  @Override
  public Index index(int[] columns) {
    return Nd4jIndex.of(columns);
  }

  @Override
  public void write(float[] values, Matrix out) {
    Shapes.values(values.length, out);
    if (!Shapes.isEmpty(out)) {
      Nd4jMatrix.of(out).assign(Nd4j.create(values, new long[] {out.rows(), out.columns()}, 'c'));
    }
  }

  @Override
  public void read(Matrix in, float[] out) {
    Shapes.values(out.length, in);
    if (!Shapes.isEmpty(in)) {
      float[] values = Nd4jMatrix.of(in).dup('c').data().asFloat();
      System.arraycopy(values, 0, out, 0, out.length);
    }
  }

  @Override
  public double[] readDoubles(Matrix in) {
    return Shapes.isEmpty(in) ? new double[0] : Nd4jMatrix.of(in).dup('c').data().asDouble();
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.columns(), b.rows());
    Shapes.need(out, a.rows(), b.columns());
    multiply(a, b, out, NONE);
  }

  @Override
  public void productTransposed(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.columns(), b.columns());
    Shapes.need(out, a.rows(), b.rows());
    multiply(a, b, out, SECOND);
  }

  @Override
  public void transposedProduct(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.rows(), b.rows());
    Shapes.need(out, a.columns(), b.columns());
    multiply(a, b, out, FIRST);
  }

  @Override
  public void addTransposedProduct(Matrix a, Matrix b, Matrix inOut) {
    Matrix product = new Nd4jMatrix(scratch.first(inOut));
    transposedProduct(a, b, product);
    combine(1, product, 1, inOut);
  }

  private static void multiply(Matrix a, Matrix b, Matrix out, MMulTranspose transpose) {
    if (Shapes.isEmpty(out)) {
      return;
    }
    INDArray z = Nd4jMatrix.of(out);
    if (Shapes.isEmpty(a)) {
      z.assign(0);
    } else {
      Nd4j.exec(new Mmul(Nd4jMatrix.of(a), Nd4jMatrix.of(b), z, transpose));
    }
  }

  @Override
  public void addRow(Matrix row, Matrix inOut) {
    Shapes.row(row, inOut);
    if (!Shapes.isEmpty(inOut)) {
      INDArray x = Nd4jMatrix.of(inOut);
      Nd4j.exec(new BiasAdd(x, Nd4jMatrix.of(row).reshape(row.columns()), x, false));
    }
  }

  @Override
  public void scaleColumns(Matrix row, Matrix inOut) {
    Shapes.row(row, inOut);
    if (!Shapes.isEmpty(inOut)) {
      Nd4jMatrix.of(inOut).muli(Nd4jMatrix.of(row));
    }
  }

  @Override
  public void scaleRows(Matrix column, Matrix inOut) {
    Shapes.column(column, inOut);
    if (!Shapes.isEmpty(inOut)) {
      Nd4jMatrix.of(inOut).muli(Nd4jMatrix.of(column));
    }
  }

  @Override
  public void columnSums(Matrix in, Matrix outRow) {
    Shapes.row(outRow, in);
    if (in.rows() == 0) {
      affine(0, 0, outRow);
    } else if (in.columns() > 0) {
      INDArray ones = scratch.ones(in.rows());
      Nd4j.exec(new Mmul(ones, Nd4jMatrix.of(in), Nd4jMatrix.of(outRow), NONE));
    }
  }

  @Override
  public void rowDots(Matrix a, Matrix b, Matrix outColumn) {
    Shapes.same(a, b);
    Shapes.column(outColumn, a);
    if (a.columns() == 0) {
      affine(0, 0, outColumn);
    } else if (a.rows() > 0) {
      INDArray products = scratch.first(a);
      Nd4jMatrix.of(a).muli(Nd4jMatrix.of(b), products);
      INDArray ones = scratch.ones(a.columns());
      Nd4j.exec(new Mmul(products, ones, Nd4jMatrix.of(outColumn), SECOND));
    }
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix out) {
    Shapes.same(a, b);
    Shapes.same(out, a);
    if (!Shapes.isEmpty(out)) {
      Nd4jMatrix.of(a).muli(Nd4jMatrix.of(b), Nd4jMatrix.of(out));
    }
  }

  @Override
  public void combine(double alpha, Matrix x, double beta, Matrix inOut) {
    Shapes.same(x, inOut);
    if (Shapes.isEmpty(inOut)) {
      return;
    }
    INDArray addend = Nd4jMatrix.of(x);
    INDArray target = Nd4jMatrix.of(inOut);
    if (beta == 0) {
      addend.muli(alpha, target);
      return;
    }
    if (beta != 1) {
      target.muli(beta);
    }
    target.addi(alpha == 1 ? addend : addend.muli(alpha, scratch.first(inOut)));
  }

  @Override
  public void affine(double alpha, double beta, Matrix inOut) {
    if (Shapes.isEmpty(inOut)) {
      return;
    }
    INDArray target = Nd4jMatrix.of(inOut);
    if (alpha == 0) {
      target.assign(beta);
      return;
    }
    if (alpha != 1) {
      target.muli(alpha);
    }
    if (beta != 0) {
      target.addi(beta);
    }
  }

  @Override
  public void copy(Matrix in, Matrix out) {
    Shapes.same(in, out);
    if (!Shapes.isEmpty(out)) {
      Nd4jMatrix.of(out).assign(Nd4jMatrix.of(in));
    }
  }

  @Override
  public void mix(Matrix column, Matrix a, Matrix b, Matrix out) {
    Shapes.column(column, out);
    Shapes.same(a, out);
    Shapes.same(b, out);
    if (Shapes.isEmpty(out)) {
      return;
    }
    INDArray share = Nd4jMatrix.of(column);
    INDArray first = scratch.first(out);
    INDArray rest = share.rsubi(1, scratch.second(column));
    Nd4jMatrix.of(a).muli(share, first);
    Nd4jMatrix.of(b).muli(rest, Nd4jMatrix.of(out)).addi(first);
  }

  @Override
  public void clip(double bound, Matrix inOut) {
    if (Shapes.isEmpty(inOut)) {
      return;
    }
    INDArray x = Nd4jMatrix.of(inOut);
    Nd4j.exec(
        DynamicCustomOp.builder("clipbyvalue")
            .addInputs(x)
            .addOutputs(x)
            .addFloatingPointArguments(-bound, bound)
            .build());
  }

  @Override
  public void map(Function function, Matrix in, Matrix out) {
    Shapes.same(in, out);
    if (!Shapes.isEmpty(out)) {
      INDArray spare = scratch.first(out);
      INDArray other = scratch.second(out);
      Nd4jFunctions.map(function, Nd4jMatrix.of(in), Nd4jMatrix.of(out), spare, other);
    }
  }

  @Override
  public void softmaxRows(Matrix in, Matrix out) {
    Shapes.same(in, out);
    if (!Shapes.isEmpty(out)) {
      Nd4j.exec(new SoftMax(Nd4jMatrix.of(in), Nd4jMatrix.of(out), 1));
    }
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut) {
    addRow(bias, inOut);
    if (!Shapes.isEmpty(inOut)) {
      INDArray x = Nd4jMatrix.of(inOut);
      INDArray spare = scratch.first(inOut);
      Nd4jFunctions.activate(f, x, scratch.third(inOut), spare, scratch.second(inOut));
    }
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope) {
    Shapes.same(slope, inOut);
    addRow(bias, inOut);
    if (!Shapes.isEmpty(inOut)) {
      INDArray spare = scratch.first(inOut);
      INDArray other = scratch.second(inOut);
      Nd4jFunctions.activate(f, Nd4jMatrix.of(inOut), Nd4jMatrix.of(slope), spare, other);
    }
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope, Matrix curvature) {
    Shapes.same(curvature, inOut);
    activate(f, bias, inOut, slope);
    if (!Shapes.isEmpty(inOut)) {
      INDArray spare = scratch.first(inOut);
      Nd4jFunctions.curve(
          f, Nd4jMatrix.of(inOut), Nd4jMatrix.of(slope), spare, Nd4jMatrix.of(curvature));
    }
  }

  @Override
  public void gaussianRows(Philox random, long firstStream, int substream, Matrix out) {
    int width = out.columns();
    float[] values = new float[Math.multiplyExact(out.rows(), width)];
    for (int i = 0; i < out.rows(); i++) {
      random.gaussians(firstStream + i, substream, values, i * width, width);
    }
    write(values, out);
  }

  @Override
  public void uniformRows(Philox random, long firstStream, int substream, Matrix out) {
    int width = out.columns();
    float[] values = new float[Math.multiplyExact(out.rows(), width)];
    for (int i = 0; i < out.rows(); i++) {
      random.uniforms(firstStream + i, substream, values, i * width, width);
    }
    write(values, out);
  }

  @Override
  public void gatherRows(Matrix source, int[] rows, Matrix out) {
    Shapes.gather(source, rows, out);
    if (!Shapes.isEmpty(out)) {
      gathers.rows(Nd4jMatrix.of(source), rows, Nd4jMatrix.of(out));
    }
  }

  @Override
  public void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    Shapes.gather(source, rows, orders, variant, out);
    if (!Shapes.isEmpty(out)) {
      gathers.ordered(source, rows, orders, variant, out);
    }
  }

  @Override
  public void gatherColumns(Matrix in, Index index, Matrix out) {
    int[] columns = ((Nd4jIndex) index).columns();
    Shapes.need(out, in.rows(), columns.length);
    Shapes.indices(columns, -1, in.columns());
    if (!Shapes.isEmpty(out)) {
      gathers.columns(in, columns, out);
    }
  }

  @Override
  public void scatterColumns(Matrix in, Index index, Matrix out) {
    Nd4jIndex numbers = (Nd4jIndex) index;
    Shapes.need(in, out.rows(), numbers.length());
    Shapes.indices(numbers.columns(), -1, out.columns());
    affine(0, 0, out);
    if (!Shapes.isEmpty(in) && !Shapes.isEmpty(out)) {
      gathers.scatter(in, numbers.inverses(), out);
    }
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
    Nd4jUpdates.apply(updater, gradient, state, parameters, learningRate, iteration);
  }
}
