package org.showerforge.backend.cuda;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Adam;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Index;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.backend.RmsProp;
import org.showerforge.backend.Shapes;
import org.showerforge.backend.Updater;

/**
 * The operations in single precision on an NVIDIA GPU: products by cuBLAS, the rest by {@code
 * kernels.cu}. Memory lives until the backend is closed, or collected.
 *
 * <p>An iteration that repeats the operations of the last one costs the host one call: see {@link
 * Recorder}. Numbers that change from one to the next (rates, noise streams, row numbers) are words
 * that go along with a call.
 */
public final class CublasBackend implements Backend {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Device device;
  private final Recorder recorder;
  private final DeviceElements elements;
  private final DeviceUpdates updates;
  private final DeviceProducts products;
  private final DeviceNoise noise;
  private final DeviceGathers gathers;
  private final Cleaner.Cleanable memory;
  private @Nullable DeviceMatrix staging;

  CublasBackend(Device device) {
    this.device = device;
    this.recorder = new Recorder(device, this);
    this.elements = new DeviceElements(recorder);
    this.updates = new DeviceUpdates(elements);
    this.products = new DeviceProducts(recorder);
    this.noise = new DeviceNoise(device, recorder);
    this.gathers = new DeviceGathers(device, recorder);
    this.memory = CLEANER.register(this, device::close);
  }

  /** A backend on one GPU. */
  public static CublasBackend on(Gpu gpu, Precision precision) {
    return new CublasBackend(new CudaDevice(gpu, precision));
  }

  /**
   * Bytes of a GPU that something takes which allocates from a backend.
   *
   * @param user allocates, and may compute; what it reads is zero
   */
  public static long memory(Consumer<Backend> user) {
    CountingDevice device = new CountingDevice();
    user.accept(new CublasBackend(device));
    return device.bytes() + CudaProducts.WORKSPACE;
  }

  @Override
  public void close() {
    memory.clean();
  }

  Device device() {
    return device;
  }

  Recorder recorder() {
    return recorder;
  }

  /** How many iterations were replayed from a recording. */
  long replays() {
    return recorder.replays();
  }

  @Override
  public void iteration(Runnable operations) {
    recorder.iteration(operations);
  }

  @Override
  public int cachedRows() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Matrix allocate(int rows, int columns) {
    Shapes.size(rows, columns);
    long bytes = Math.max(1, (long) rows * columns) * Float.BYTES;
    return new DeviceMatrix(device.allocate(bytes), rows, columns, columns);
  }

  @Override
  public Index index(int[] columns) {
    return DeviceIndex.of(device, columns);
  }

  @Override
  public void write(float[] values, Matrix out) {
    Shapes.values(values.length, out);
    if (!Shapes.isEmpty(out)) {
      try {
        recorder.settle();
        DeviceMatrix target = DeviceMatrix.of(out);
        DeviceMatrix whole = target.isGapless() ? target : staging(target);
        device.upload(values, whole.address());
        if (whole != target) {
          copy(whole, target);
        }
      } finally {
        Reference.reachabilityFence(this);
      }
    }
  }

  @Override
  public void read(Matrix in, float[] out) {
    Shapes.values(out.length, in);
    if (!Shapes.isEmpty(in)) {
      try {
        recorder.settle();
        DeviceMatrix source = DeviceMatrix.of(in);
        DeviceMatrix whole = source.isGapless() ? source : staging(source);
        if (whole != source) {
          copy(source, whole);
        }
        device.download(whole.address(), out);
      } finally {
        Reference.reachabilityFence(this);
      }
    }
  }

  /**
   * Begins to copy numbers without gaps to the host, once what computes them is done. Two copies
   * may be begun, and whatever comes after may change the numbers.
   *
   * @return which copy it is, for {@link #endRead}
   */
  public int beginRead(Matrix in) {
    try {
      recorder.settle();
      DeviceMatrix source = DeviceMatrix.of(in);
      if (!source.isGapless()) {
        throw new IllegalArgumentException("a matrix with gaps");
      }
      return device.beginDownload(source.address(), Math.toIntExact(source.size()));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Waits for a copy. */
  public void endRead(int copy, float[] out) {
    try {
      device.endDownload(copy, out);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Room without gaps for as many numbers. */
  private DeviceMatrix staging(DeviceMatrix like) {
    if (staging == null || staging.size() < like.size()) {
      staging = DeviceMatrix.of(allocate(like.rows(), like.columns()));
    }
    return new DeviceMatrix(staging.address(), like.rows(), like.columns(), like.columns());
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.columns(), b.rows());
    Shapes.need(out, a.rows(), b.columns());
    products.multiply(a, false, b, false, false, out);
  }

  @Override
  public void productTransposed(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.columns(), b.columns());
    Shapes.need(out, a.rows(), b.rows());
    products.multiply(a, false, b, true, false, out);
  }

  @Override
  public void transposedProduct(Matrix a, Matrix b, Matrix out) {
    Shapes.inner(a.rows(), b.rows());
    Shapes.need(out, a.columns(), b.columns());
    products.multiply(a, true, b, false, false, out);
  }

  @Override
  public void addTransposedProduct(Matrix a, Matrix b, Matrix inOut) {
    Shapes.inner(a.rows(), b.rows());
    Shapes.need(inOut, a.columns(), b.columns());
    products.multiply(a, true, b, false, true, inOut);
  }

  @Override
  public void columnSums(Matrix in, Matrix outRow) {
    Shapes.row(outRow, in);
    products.sumColumns(in, outRow);
  }

  @Override
  public void rowDots(Matrix a, Matrix b, Matrix outColumn) {
    Shapes.same(a, b);
    Shapes.column(outColumn, a);
    if (a.columns() == 0) {
      affine(0, 0, outColumn);
    } else {
      elements.byRow(Operation.ROW_DOTS, a, List.of(a, b, outColumn));
    }
  }

  @Override
  public void addRow(Matrix row, Matrix inOut) {
    Shapes.row(row, inOut);
    elements.byRow(Operation.ADD_ROW, inOut, List.of(row, inOut));
  }

  @Override
  public void scaleColumns(Matrix row, Matrix inOut) {
    Shapes.row(row, inOut);
    elements.byRow(Operation.SCALE_COLUMNS, inOut, List.of(row, inOut));
  }

  @Override
  public void scaleRows(Matrix column, Matrix inOut) {
    Shapes.column(column, inOut);
    elements.byRow(Operation.SCALE_ROWS, inOut, List.of(column, inOut));
  }

  @Override
  public void mix(Matrix column, Matrix a, Matrix b, Matrix out) {
    Shapes.column(column, out);
    Shapes.same(a, out);
    Shapes.same(b, out);
    elements.byRow(Operation.MIX, out, List.of(column, a, b, out));
  }

  @Override
  public void softmaxRows(Matrix in, Matrix out) {
    Shapes.same(in, out);
    elements.byRow(Operation.SOFTMAX_ROWS, in, List.of(in, out));
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix out) {
    Shapes.same(a, b);
    Shapes.same(out, a);
    elements.byElement(Operation.MULTIPLY, List.of(a, b, out));
  }

  @Override
  public void combine(double alpha, Matrix x, double beta, Matrix inOut) {
    Shapes.same(x, inOut);
    if (beta == 0) {
      elements.byElement(Operation.SCALE, List.of(x, inOut), alpha);
    } else {
      elements.byElement(Operation.COMBINE, List.of(x, inOut), alpha, beta);
    }
  }

  @Override
  public void affine(double alpha, double beta, Matrix inOut) {
    if (alpha == 0) {
      elements.byElement(Operation.FILL, List.of(inOut), beta);
    } else {
      elements.byElement(Operation.AFFINE, List.of(inOut), alpha, beta);
    }
  }

  @Override
  public void copy(Matrix in, Matrix out) {
    Shapes.same(in, out);
    elements.byElement(Operation.COPY, List.of(in, out));
  }

  @Override
  public void clip(double bound, Matrix inOut) {
    elements.byElement(Operation.CLIP, List.of(inOut), bound);
  }

  @Override
  public void map(Function function, Matrix in, Matrix out) {
    Shapes.same(in, out);
    elements.byElement(Operation.of(function), List.of(in, out));
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut) {
    Shapes.row(bias, inOut);
    elements.byRow(Operation.valued(f), inOut, List.of(bias, inOut), f.leak());
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope) {
    Shapes.row(bias, inOut);
    Shapes.same(slope, inOut);
    elements.byRow(Operation.of(f), inOut, List.of(bias, inOut, slope), f.leak());
  }

  @Override
  public void activate(Activation f, Matrix bias, Matrix inOut, Matrix slope, Matrix curvature) {
    Shapes.row(bias, inOut);
    Shapes.same(slope, inOut);
    Shapes.same(curvature, inOut);
    elements.byRow(Operation.curved(f), inOut, List.of(bias, inOut, slope, curvature), f.leak());
  }

  @Override
  public void gaussianRows(Philox random, long firstStream, int substream, Matrix out) {
    noise.gaussianRows(random, firstStream, substream, out);
  }

  @Override
  public void uniformRows(Philox random, long firstStream, int substream, Matrix out) {
    noise.uniformRows(random, firstStream, substream, out);
  }

  @Override
  public void gatherRows(Matrix source, int[] rows, Matrix out) {
    Shapes.gather(source, rows, out);
    gathers.rows(source, rows, out);
  }

  @Override
  public void gather(Matrix source, int[] rows, int[][] orders, int[] variant, Matrix out) {
    Shapes.gather(source, rows, orders, variant, out);
    gathers.rows(source, rows, orders, variant, out);
  }

  @Override
  public void gatherColumns(Matrix in, Index index, Matrix out) {
    Shapes.need(out, in.rows(), index.length());
    gathers.columns(in, (DeviceIndex) index, out);
  }

  @Override
  public void scatterColumns(Matrix in, Index index, Matrix out) {
    Shapes.need(in, out.rows(), index.length());
    gathers.scatter(in, (DeviceIndex) index, out);
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
      float rate = adam.correctedRate((float) learningRate, iteration);
      updates.adam(adam, rate, List.of(gradient, state.get(0), state.get(1), parameters));
    } else if (updater instanceof RmsProp rmsProp) {
      updates.rmsProp(rmsProp, learningRate, List.of(gradient, state.get(0), parameters));
    } else {
      combine(-learningRate, gradient, 1, parameters);
    }
  }

  @Override
  public void update(
      Updater updater,
      Matrix gradient,
      List<Matrix> state,
      Matrix parameters,
      double learningRate,
      int iteration,
      double decay,
      Matrix average) {
    if (updater instanceof Adam adam) {
      Shapes.update(updater, gradient, state, parameters);
      Shapes.same(average, parameters);
      float rate = adam.correctedRate((float) learningRate, iteration);
      updates.adam(
          adam, rate, decay, List.of(gradient, state.get(0), state.get(1), parameters, average));
    } else {
      Backend.super.update(
          updater, gradient, state, parameters, learningRate, iteration, decay, average);
    }
  }
}
