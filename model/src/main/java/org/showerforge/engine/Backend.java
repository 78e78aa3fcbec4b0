package org.showerforge.engine;

/**
 * The primitives that an adversarial step needs, on some device. Everything above is plain algebra
 * on opaque matrices.
 *
 * <p>No primitive allocates device memory except {@link #allocate}, and none but the {@code read}
 * methods waits for the device. Shapes are checked when networks are built; a primitive that meets
 * wrong shapes throws. A backend is used by one thread at a time.
 */
public interface Backend {

  /** Element-wise functions. */
  enum Function {
    /** 1/(1 + e^-x). */
    SIGMOID,
    /** ln(1 + e^x). */
    SOFTPLUS,
    /** x if positive, else 0. */
    RELU,
    /** 1 if positive, else 0. */
    STEP,
    /** Square root. */
    SQRT,
    /** 1/x. */
    RECIPROCAL
  }

  /** A matrix of zeros. */
  Matrix allocate(int rows, int columns);

  /** Copies row-major values from the host. */
  void write(float[] values, Matrix out);

  /** Copies row-major values to the host; waits for the device. */
  float[] readFloats(Matrix in);

  /** Copies row-major values to the host at full precision; waits for the device. */
  double[] readDoubles(Matrix in);

  /** out = a b. */
  void product(Matrix a, Matrix b, Matrix out);

  /** out = a b^T. */
  void productTransposed(Matrix a, Matrix b, Matrix out);

  /** out = a^T b. */
  void transposedProduct(Matrix a, Matrix b, Matrix out);

  /** Adds one row to every row. */
  void addRow(Matrix row, Matrix inOut);

  /** outRow = the sum of all rows. */
  void columnSums(Matrix in, Matrix outRow);

  /** out = element-wise a b; out may be a or b. */
  void multiply(Matrix a, Matrix b, Matrix out);

  /** Multiplies row i by element i of a column. */
  void multiplyRows(Matrix column, Matrix inOut);

  /** inOut = inOut + alpha x. */
  void axpy(double alpha, Matrix x, Matrix inOut);

  /** inOut = alpha inOut + beta. */
  void affine(double alpha, double beta, Matrix inOut);

  /** out = in. */
  void copy(Matrix in, Matrix out);

  /** outColumn_i = the Euclidean norm of row i. */
  void rowNorms(Matrix in, Matrix outColumn);

  /** out = 1 where in is positive, else leak: the slope of a leaky ReLU (Maas et al. 2013). */
  void leakySlope(double leak, Matrix in, Matrix out);

  /** Applies a function to every element; out may be in. */
  void map(Function function, Matrix in, Matrix out);

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

  /**
   * One step of Adam (Kingma and Ba 2015, arXiv 1412.6980) in DL4J's form: m and v are updated,
   * then parameters -= learningRate sqrt(1 - beta2^t)/(1 - beta1^t) m/(sqrt(v) + epsilon). The
   * gradient is overwritten.
   *
   * @param iteration counts from 0; t = iteration + 1
   */
  void adam(
      Matrix gradient,
      Matrix m,
      Matrix v,
      Matrix parameters,
      Adam adam,
      double learningRate,
      int iteration);
}
