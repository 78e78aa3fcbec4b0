package org.showerforge.backend;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.broadcast.BiasAdd;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.LeakyReLUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.same.Reciprocal;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftPlus;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The primitives on ND4J, for nd4j-native and nd4j-cuda alike.
 *
 * <p>The choice of ops is measured: ND4J has faster and slower ways to say the same (the Mmul op
 * writes into strided views without a copy, a product with ones beats {@code sum(0)}, a slope mask
 * beats the leaky ReLU op).
 */
public final class Nd4jBackend implements Backend {
  private static final MMulTranspose NONE = MMulTranspose.allFalse();
  private static final MMulTranspose SECOND = MMulTranspose.builder().transposeB(true).build();
  private static final MMulTranspose FIRST = MMulTranspose.builder().transposeA(true).build();

  private final DataType type;
  private final Map<Integer, INDArray> ones = new HashMap<>();
  private final HostAdam adamOnHost = new HostAdam();
  private float[] row = new float[0];
  private float[] ordered = new float[0];

  private Nd4jBackend(DataType type) {
    this.type = type;
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
    return new Nd4jMatrix(Nd4j.createUninitializedDetached(type, 'c', rows, columns).assign(0));
  }

  @Override
  public void write(float[] values, Matrix out) {
    long expected = (long) out.rows() * out.columns();
    if (values.length != expected) {
      throw new IllegalArgumentException(values.length + " values for " + expected + " elements");
    }
    HostRows target = HostRows.of(Nd4jMatrix.of(out));
    for (int i = 0; i < out.rows(); i++) {
      target.put(i, values, i * out.columns());
    }
  }

  @Override
  public float[] readFloats(Matrix in) {
    float[] values = new float[in.rows() * in.columns()];
    HostRows rows = HostRows.of(Nd4jMatrix.of(in));
    for (int i = 0; i < in.rows(); i++) {
      rows.get(i, values, i * in.columns());
    }
    return values;
  }

  @Override
  public double[] readDoubles(Matrix in) {
    return Nd4jMatrix.of(in).dup('c').data().asDouble();
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix out) {
    multiply(a, b, out, NONE);
  }

  @Override
  public void productTransposed(Matrix a, Matrix b, Matrix out) {
    multiply(a, b, out, SECOND);
  }

  @Override
  public void transposedProduct(Matrix a, Matrix b, Matrix out) {
    multiply(a, b, out, FIRST);
  }

  private static void multiply(Matrix a, Matrix b, Matrix out, MMulTranspose transpose) {
    Nd4j.exec(new Mmul(Nd4jMatrix.of(a), Nd4jMatrix.of(b), Nd4jMatrix.of(out), transpose));
  }

  @Override
  public void addRow(Matrix addend, Matrix inOut) {
    INDArray bias = Nd4jMatrix.of(addend);
    INDArray x = Nd4jMatrix.of(inOut);
    Nd4j.exec(new BiasAdd(x, bias.reshape(bias.length()), x, false));
  }

  @Override
  public void columnSums(Matrix in, Matrix outRow) {
    Nd4j.exec(new Mmul(onesRow(in.rows()), Nd4jMatrix.of(in), Nd4jMatrix.of(outRow), NONE));
  }

  private INDArray onesRow(int length) {
    return ones.computeIfAbsent(
        length, n -> Nd4j.createUninitializedDetached(type, 'c', 1, n).assign(1));
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix out) {
    Nd4jMatrix.of(a).muli(Nd4jMatrix.of(b), Nd4jMatrix.of(out));
  }

  @Override
  public void multiplyRows(Matrix column, Matrix inOut) {
    Nd4jMatrix.of(inOut).muliColumnVector(Nd4jMatrix.of(column));
  }

  @Override
  public void axpy(double alpha, Matrix x, Matrix inOut) {
    INDArray target = Nd4jMatrix.of(inOut);
    if (alpha == 1) {
      target.addi(Nd4jMatrix.of(x));
    } else if (alpha == -1) {
      target.subi(Nd4jMatrix.of(x));
    } else {
      target.addi(Nd4jMatrix.of(x).mul(alpha));
    }
  }

  @Override
  public void affine(double alpha, double beta, Matrix inOut) {
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
    Nd4jMatrix.of(out).assign(Nd4jMatrix.of(in));
  }

  @Override
  public void rowNorms(Matrix in, Matrix outColumn) {
    INDArray x = Nd4jMatrix.of(in);
    INDArray column = Nd4jMatrix.of(outColumn);
    Nd4j.exec(new Mmul(x.mul(x), onesRow(in.columns()), column, SECOND));
    map(Function.SQRT, outColumn, outColumn);
  }

  @Override
  public void leakySlope(double leak, Matrix in, Matrix out) {
    execute(new LeakyReLUDerivative(Nd4jMatrix.of(in), Nd4jMatrix.of(out), leak));
  }

  @Override
  public void map(Function function, Matrix in, Matrix out) {
    INDArray x = Nd4jMatrix.of(in);
    INDArray z = Nd4jMatrix.of(out);
    execute(
        switch (function) {
          case SIGMOID -> new Sigmoid(x, z);
          case SOFTPLUS -> new SoftPlus(x, z);
          case RELU -> new RectifiedLinear(x, z, 0);
          case STEP -> new Step(x, z);
          case SQRT -> new org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt(x, z);
          case RECIPROCAL -> new Reciprocal(x, z);
        });
  }

  private static void execute(Op op) {
    Nd4j.getExecutioner().exec(op);
  }

  @Override
  public void gaussianRows(Philox random, long firstStream, int substream, Matrix out) {
    fillRows(
        out, (i, values, width) -> random.gaussians(firstStream + i, substream, values, 0, width));
  }

  @Override
  public void uniformRows(Philox random, long firstStream, int substream, Matrix out) {
    fillRows(
        out, (i, values, width) -> random.uniforms(firstStream + i, substream, values, 0, width));
  }

  /** Gives the values of a row. */
  private interface RowSource {
    void fill(int row, float[] values, int width);
  }

  private void fillRows(Matrix out, RowSource source) {
    int width = out.columns();
    float[] values = rowBuffer(width);
    HostRows target = HostRows.of(Nd4jMatrix.of(out));
    for (int i = 0; i < out.rows(); i++) {
      source.fill(i, values, width);
      target.put(i, values, 0);
    }
  }

  @Override
  public void gatherRows(Matrix source, int[] rows, Matrix out) {
    HostRows in = HostRows.of(Nd4jMatrix.of(source));
    fillRows(out, (i, values, width) -> in.get(rows[i], values, 0));
  }

  @Override
  public void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    int width = source.columns();
    float[] values = rowBuffer(width);
    if (ordered.length < width) {
      ordered = new float[width];
    }
    HostRows in = HostRows.of(Nd4jMatrix.of(source));
    HostRows target = HostRows.of(Nd4jMatrix.of(out));
    for (int i = 0; i < rows.length; i++) {
      in.get(rows[i], values, 0);
      int[] order = orders[variant[i]];
      for (int j = 0; j < width; j++) {
        ordered[j] = values[order[j]];
      }
      target.put(i, ordered, 0);
    }
  }

  private float[] rowBuffer(int width) {
    if (row.length < width) {
      row = new float[width];
    }
    return row;
  }

  @Override
  public void adam(
      Matrix gradient,
      Matrix m,
      Matrix v,
      Matrix parameters,
      Adam adam,
      double learningRate,
      int iteration) {
    boolean onHost = type == DataType.FLOAT && Nd4j.getEnvironment().isCPU();
    if (onHost) {
      adamOnHost.step(gradient, m, v, parameters, adam, learningRate, iteration);
      return;
    }
    INDArray g = Nd4jMatrix.of(gradient);
    Nd4j.exec(
        new AdamUpdater(
            g,
            Nd4jMatrix.of(v),
            Nd4jMatrix.of(m),
            learningRate,
            adam.beta1(),
            adam.beta2(),
            adam.epsilon(),
            iteration));
    Nd4jMatrix.of(parameters).subi(g);
  }
}
