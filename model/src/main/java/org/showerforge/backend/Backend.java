package org.showerforge.backend;

import java.util.List;

/**
 * The operations that an adversarial step needs, on some device. Everything above is plain algebra
 * on opaque matrices.
 *
 * <p>None allocates device memory but {@link #allocate} and {@link #index}, and none waits for the
 * device but the {@code read} methods. An output may be one of the inputs only where it says so.
 * Shapes are checked when networks are built; what meets wrong shapes throws. A backend is used by
 * one thread at a time.
 */
public interface Backend extends AutoCloseable {

  /** Rows whose numbers stay in a core's cache from one layer to the next. */
  int HOST_ROWS = 256;

  /** Element-wise functions, besides {@link Activation}s. */
  enum Function {
    /** 1/(1 + e^-x). */
    SIGMOID,
    /** ln(1 + e^x). */
    SOFTPLUS,
    /** e^x. */
    EXP,
    /** max(x, 0). */
    RELU,
    /** 1 if positive, else 0. */
    STEP,
    /** Square root. */
    SQRT,
    /** 1/x. */
    RECIPROCAL
  }

  /**
   * Runs operations that are likely to be those of the last time, but for noise, row numbers and
   * rates: a device may have written them down, and replay them.
   */
  default void iteration(Runnable operations) {
    operations.run();
  }

  /** How many rows of a batch are best worked on at once: what the host has caches for. */
  default int cachedRows() {
    return HOST_ROWS;
  }

  /** A matrix of zeros, its rows without gaps. */
  Matrix allocate(int rows, int columns);

  /**
   * Gives back the memory of all matrices, which must not be used any more. What nobody closes is
   * given back when the garbage collector comes to it, which may be much later: it sees none of
   * this memory.
   */
  @Override
  void close();

  /** Column numbers for {@link #gatherColumns} and {@link #scatterColumns}. */
  Index index(int[] columns);

  /** Copies row-major values from the host. */
  void write(float[] values, Matrix out);

  /** Copies row-major values to the host; waits for the device. */
  void read(Matrix in, float[] out);

  /** Copies row-major values to the host at full precision; waits for the device. */
  default double[] readDoubles(Matrix in) {
    float[] values = new float[Math.multiplyExact(in.rows(), in.columns())];
    read(in, values);
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** out = a b. */
  void product(Matrix a, Matrix b, Matrix out);

  /** out = a b^T. */
  void productTransposed(Matrix a, Matrix b, Matrix out);

  /** out = a^T b. */
  void transposedProduct(Matrix a, Matrix b, Matrix out);

  /** inOut = inOut + a^T b. */
  void addTransposedProduct(Matrix a, Matrix b, Matrix inOut);

  /** Adds one row to every row. */
  void addRow(Matrix row, Matrix inOut);

  /** Multiplies every row by one row, element by element. */
  void scaleColumns(Matrix row, Matrix inOut);

  /** Multiplies row i by element i of a column. */
  void scaleRows(Matrix column, Matrix inOut);

  /** outRow = the sum of all rows. */
  void columnSums(Matrix in, Matrix outRow);

  /** outColumn_i = sum_j a_ij b_ij. */
  void rowDots(Matrix a, Matrix b, Matrix outColumn);

  /** out = element-wise a b; out may be a or b. */
  void multiply(Matrix a, Matrix b, Matrix out);

  /** inOut = alpha x + beta inOut; with beta = 0 what was in inOut does not matter. */
  void combine(double alpha, Matrix x, double beta, Matrix inOut);

  /** inOut = alpha inOut + beta; with alpha = 0 what was in inOut does not matter. */
  void affine(double alpha, double beta, Matrix inOut);

  /** out = in. */
  void copy(Matrix in, Matrix out);

  /** out_ij = c_i a_ij + (1 - c_i) b_ij; out may be a or b. */
  void mix(Matrix column, Matrix a, Matrix b, Matrix out);

  /** inOut = inOut limited to [-bound, bound]. */
  void clip(double bound, Matrix inOut);

  /** Applies a function to every element; out may be in. */
  void map(Function function, Matrix in, Matrix out);

  /** out = softmax of each row: e^x / sum e^x; out may be in. */
  void softmaxRows(Matrix in, Matrix out);

  /** inOut = f(inOut + bias), with bias one row for all. */
  void activate(Activation f, Matrix bias, Matrix inOut);

  /** inOut = f(inOut + bias), slope = f'(inOut + bias), with bias one row for all. */
  void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope);

  /** As the other, and curvature = f''(inOut + bias). */
  void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope, Matrix curvature);

  /**
   * Standard normal noise: row i is the stream {@code firstStream + i} of the generator.
   *
   * @param substream tells apart the uses that share a stream
   */
  void gaussianRows(Philox random, long firstStream, int substream, Matrix out);

  /** Uniform noise in (0, 1), laid out as {@link #gaussianRows}. */
  void uniformRows(Philox random, long firstStream, int substream, Matrix out);

  /** Gathers rows of a data set: row i of out is row {@code rows[i]} of source. */
  void gatherRows(Matrix source, int[] rows, Matrix out);

  /**
   * Gathers rows of a data set with their columns permuted: row i of out is row {@code rows[i]} of
   * source, its columns in the order {@code orders[variant[i]]} (column j of out is column order[j]
   * of source).
   */
  void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out);

  /** out_ij = in_i,index[j], or 0 where index[j] is -1: the patches of a convolution. */
  void gatherColumns(Matrix in, Index index, Matrix out);

  /** out_ik = the sum of in_ij over all j with index[j] = k: what undoes a gathering. */
  void scatterColumns(Matrix in, Index index, Matrix out);

  /**
   * One step of an updater, in DL4J's form. With t = iteration + 1:
   *
   * <ul>
   *   <li>Adam: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; parameters -=
   *       learningRate sqrt(1 - beta2^t)/(1 - beta1^t) m/(sqrt(v) + epsilon)
   *   <li>RMSProp: r = decay r + (1 - decay) g^2; parameters -= learningRate g/(sqrt(r) + epsilon)
   *   <li>SGD: parameters -= learningRate g
   * </ul>
   *
   * @param gradient [1, parameters]; may be overwritten
   * @param state Adam's m and v, RMSProp's r, or nothing: each as parameters
   * @param iteration counts from 0
   */
  void update(
      Updater updater,
      Matrix gradient,
      List<Matrix> state,
      Matrix parameters,
      double learningRate,
      int iteration);

  /**
   * As the other, and then average = decay average + (1 - decay) parameters: a device may do both
   * while it has the numbers at hand.
   *
   * @param average as parameters
   */
  default void update(
      Updater updater,
      Matrix gradient,
      List<Matrix> state,
      Matrix parameters,
      double learningRate,
      int iteration,
      double decay,
      Matrix average) {
    update(updater, gradient, state, parameters, learningRate, iteration);
    combine(1 - decay, parameters, decay, average);
  }
}
