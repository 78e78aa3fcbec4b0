package org.showerforge.backend;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * The operations in plain Java and double precision, without any native library: what gradients are
 * checked on, and what runs anywhere. Every operation is the loop that defines it.
 */
public final class JavaBackend implements Backend {
  /** Column numbers as they are. */
  private record Columns(int[] numbers) implements Index {
    @Override
    public int length() {
      return numbers.length;
    }
  }

  /** A number for an element. */
  private interface Element {
    double at(int i, int j);
  }

  /** Does nothing: all is on the heap. */
  @Override
  public void close() {}

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.size(rows, columns);
    return new JavaMatrix(
        new double[Math.multiplyExact(rows, columns)], 0, rows, columns, columns, 1);
  }

  @Override
  public Index index(int[] columns) {
    Shapes.indices(columns, -1, Integer.MAX_VALUE);
    return new Columns(columns.clone());
  }

  private static void fill(Matrix out, Element element) {
    JavaMatrix z = JavaMatrix.of(out);
    for (int i = 0; i < z.rows(); i++) {
      for (int j = 0; j < z.columns(); j++) {
        z.set(i, j, element.at(i, j));
      }
    }
  }

  @Override
  public void write(float[] values, Matrix out) {
    Shapes.values(values.length, out);
    fill(out, (i, j) -> values[i * out.columns() + j]);
  }

  /** Copies row-major values from the host at full precision. */
  public void write(double[] values, Matrix out) {
    Shapes.values(values.length, out);
    fill(out, (i, j) -> values[i * out.columns() + j]);
  }

  @Override
  public void read(Matrix in, float[] out) {
    Shapes.values(out.length, in);
    double[] values = readDoubles(in);
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
  }

  @Override
  public double[] readDoubles(Matrix in) {
    JavaMatrix x = JavaMatrix.of(in);
    double[] values = new double[x.rows() * x.columns()];
    for (int n = 0; n < values.length; n++) {
      values[n] = x.get(n / x.columns(), n % x.columns());
    }
    return values;
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix out) {
    product(JavaMatrix.of(a), JavaMatrix.of(b), JavaMatrix.of(out));
  }

  @Override
  public void productTransposed(Matrix a, Matrix b, Matrix out) {
    product(JavaMatrix.of(a), JavaMatrix.of(b).transposed(), JavaMatrix.of(out));
  }

  @Override
  public void transposedProduct(Matrix a, Matrix b, Matrix out) {
    product(JavaMatrix.of(a).transposed(), JavaMatrix.of(b), JavaMatrix.of(out));
  }

  @Override
  public void addTransposedProduct(Matrix a, Matrix b, Matrix inOut) {
    Matrix product = allocate(inOut.rows(), inOut.columns());
    transposedProduct(a, b, product);
    combine(1, product, 1, inOut);
  }

  private static void product(JavaMatrix a, JavaMatrix b, JavaMatrix out) {
    Shapes.inner(a.columns(), b.rows());
    Shapes.need(out, a.rows(), b.columns());
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.columns(); j++) {
        double sum = 0;
        for (int k = 0; k < a.columns(); k++) {
          sum += a.get(i, k) * b.get(k, j);
        }
        out.set(i, j, sum);
      }
    }
  }

  private static double sum(int terms, IntToDoubleFunction term) {
    double sum = 0;
    for (int k = 0; k < terms; k++) {
      sum += term.applyAsDouble(k);
    }
    return sum;
  }

  @Override
  public void addRow(Matrix row, Matrix inOut) {
    Shapes.row(row, inOut);
    JavaMatrix addend = JavaMatrix.of(row);
    JavaMatrix z = JavaMatrix.of(inOut);
    fill(inOut, (i, j) -> z.get(i, j) + addend.get(0, j));
  }

  @Override
  public void scaleColumns(Matrix row, Matrix inOut) {
    Shapes.row(row, inOut);
    JavaMatrix factor = JavaMatrix.of(row);
    JavaMatrix z = JavaMatrix.of(inOut);
    fill(inOut, (i, j) -> z.get(i, j) * factor.get(0, j));
  }

  @Override
  public void scaleRows(Matrix column, Matrix inOut) {
    Shapes.column(column, inOut);
    JavaMatrix factor = JavaMatrix.of(column);
    JavaMatrix z = JavaMatrix.of(inOut);
    fill(inOut, (i, j) -> z.get(i, j) * factor.get(i, 0));
  }

  @Override
  public void columnSums(Matrix in, Matrix outRow) {
    Shapes.row(outRow, in);
    JavaMatrix x = JavaMatrix.of(in);
    fill(outRow, (i, j) -> sum(x.rows(), k -> x.get(k, j)));
  }

  @Override
  public void rowDots(Matrix a, Matrix b, Matrix outColumn) {
    Shapes.same(a, b);
    Shapes.column(outColumn, a);
    JavaMatrix x = JavaMatrix.of(a);
    JavaMatrix y = JavaMatrix.of(b);
    fill(outColumn, (i, j) -> sum(x.columns(), k -> x.get(i, k) * y.get(i, k)));
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix out) {
    Shapes.same(a, b);
    Shapes.same(out, a);
    JavaMatrix x = JavaMatrix.of(a);
    JavaMatrix y = JavaMatrix.of(b);
    fill(out, (i, j) -> x.get(i, j) * y.get(i, j));
  }

  @Override
  public void combine(double alpha, Matrix x, double beta, Matrix inOut) {
    Shapes.same(x, inOut);
    JavaMatrix addend = JavaMatrix.of(x);
    JavaMatrix z = JavaMatrix.of(inOut);
    fill(inOut, (i, j) -> alpha * addend.get(i, j) + (beta == 0 ? 0 : beta * z.get(i, j)));
  }

  @Override
  public void affine(double alpha, double beta, Matrix inOut) {
    each(inOut, x -> alpha == 0 ? beta : alpha * x + beta);
  }

  private static void each(Matrix inOut, DoubleUnaryOperator f) {
    JavaMatrix z = JavaMatrix.of(inOut);
    fill(inOut, (i, j) -> f.applyAsDouble(z.get(i, j)));
  }

  @Override
  public void copy(Matrix in, Matrix out) {
    Shapes.same(in, out);
    fill(out, JavaMatrix.of(in)::get);
  }

  @Override
  public void mix(Matrix column, Matrix a, Matrix b, Matrix out) {
    Shapes.column(column, out);
    Shapes.same(a, out);
    Shapes.same(b, out);
    JavaMatrix share = JavaMatrix.of(column);
    JavaMatrix x = JavaMatrix.of(a);
    JavaMatrix y = JavaMatrix.of(b);
    fill(out, (i, j) -> share.get(i, 0) * x.get(i, j) + (1 - share.get(i, 0)) * y.get(i, j));
  }

  @Override
  public void clip(double bound, Matrix inOut) {
    each(inOut, x -> Math.max(-bound, Math.min(bound, x)));
  }

  @Override
  public void map(Function function, Matrix in, Matrix out) {
    copy(in, out);
    each(
        out,
        switch (function) {
          case SIGMOID -> JavaFunctions::sigmoid;
          case SOFTPLUS -> JavaFunctions::softplus;
          case EXP -> Math::exp;
          case RELU -> x -> Math.max(x, 0);
          case STEP -> x -> x > 0 ? 1 : 0;
          case SQRT -> Math::sqrt;
          case RECIPROCAL -> x -> 1 / x;
        });
  }

  @Override
  public void softmaxRows(Matrix in, Matrix out) {
    copy(in, out);
    for (int i = 0; i < out.rows(); i++) {
      Matrix row = out.rows(i, i + 1);
      double highest = Arrays.stream(readDoubles(row)).max().orElse(0);
      each(row, x -> Math.exp(x - highest));
      double sum = Arrays.stream(readDoubles(row)).sum();
      each(row, x -> x / sum);
    }
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut) {
    addRow(bias, inOut);
    each(inOut, x -> JavaFunctions.value(f, x));
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope) {
    Shapes.same(slope, inOut);
    addRow(bias, inOut);
    copy(inOut, slope);
    each(slope, x -> JavaFunctions.slope(f, x));
    each(inOut, x -> JavaFunctions.value(f, x));
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope, Matrix curvature) {
    Shapes.same(curvature, inOut);
    Shapes.row(bias, inOut);
    copy(inOut, curvature);
    addRow(bias, curvature);
    each(curvature, x -> JavaFunctions.curvature(f, x));
    activate(f, bias, inOut, slope);
  }

  @Override
  public void gaussianRows(Philox random, long firstStream, int substream, Matrix out) {
    float[] row = new float[out.columns()];
    for (int i = 0; i < out.rows(); i++) {
      random.gaussians(firstStream + i, substream, row, 0, row.length);
      write(row, out.rows(i, i + 1));
    }
  }

  @Override
  public void uniformRows(Philox random, long firstStream, int substream, Matrix out) {
    float[] row = new float[out.columns()];
    for (int i = 0; i < out.rows(); i++) {
      random.uniforms(firstStream + i, substream, row, 0, row.length);
      write(row, out.rows(i, i + 1));
    }
  }

  @Override
  public void gatherRows(Matrix source, int[] rows, Matrix out) {
    Shapes.gather(source, rows, out);
    JavaMatrix x = JavaMatrix.of(source);
    fill(out, (i, j) -> x.get(rows[i], j));
  }

  @Override
  public void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    Shapes.gather(source, rows, orders, variant, out);
    JavaMatrix x = JavaMatrix.of(source);
    fill(out, (i, j) -> x.get(rows[i], orders[variant[i]][j]));
  }

  @Override
  public void gatherColumns(Matrix in, Index index, Matrix out) {
    int[] numbers = ((Columns) index).numbers();
    Shapes.need(out, in.rows(), numbers.length);
    Shapes.indices(numbers, -1, in.columns());
    JavaMatrix x = JavaMatrix.of(in);
    fill(out, (i, j) -> numbers[j] < 0 ? 0 : x.get(i, numbers[j]));
  }

  @Override
  public void scatterColumns(Matrix in, Index index, Matrix out) {
    int[] numbers = ((Columns) index).numbers();
    Shapes.need(in, out.rows(), numbers.length);
    Shapes.indices(numbers, -1, out.columns());
    JavaMatrix x = JavaMatrix.of(in);
    JavaMatrix z = JavaMatrix.of(out);
    affine(0, 0, out);
    for (int i = 0; i < in.rows(); i++) {
      for (int j = 0; j < numbers.length; j++) {
        if (numbers[j] >= 0) {
          z.set(i, numbers[j], z.get(i, numbers[j]) + x.get(i, j));
        }
      }
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
    JavaMatrix g = JavaMatrix.of(gradient);
    if (updater instanceof Adam adam) {
      double t = iteration + 1.0;
      double rate =
          learningRate * Math.sqrt(1 - Math.pow(adam.beta2(), t)) / (1 - Math.pow(adam.beta1(), t));
      JavaMatrix m = average(adam.beta1(), state.get(0), g::get);
      JavaMatrix v = average(adam.beta2(), state.get(1), (i, j) -> g.get(i, j) * g.get(i, j));
      fill(g, (i, j) -> rate * m.get(i, j) / (Math.sqrt(v.get(i, j)) + adam.epsilon()));
    } else if (updater instanceof RmsProp rms) {
      JavaMatrix r = average(rms.decay(), state.get(0), (i, j) -> g.get(i, j) * g.get(i, j));
      fill(g, (i, j) -> learningRate * g.get(i, j) / (Math.sqrt(r.get(i, j)) + rms.epsilon()));
    } else {
      affine(learningRate, 0, g);
    }
    combine(-1, g, 1, parameters);
  }

  /** A running mean: in decay and the rest of the new number. */
  private static JavaMatrix average(double decay, Matrix mean, Element latest) {
    JavaMatrix z = JavaMatrix.of(mean);
    fill(z, (i, j) -> decay * z.get(i, j) + (1 - decay) * latest.at(i, j));
    return z;
  }
}
