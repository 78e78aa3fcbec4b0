package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD8Async;
import static org.bytedeco.cuda.global.cudart.cuStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamEndCapture;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiateWithFlags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A GPU with a stream of its own, by CUDA's driver. One thread at a time, but any thread. */
final class CudaDevice implements Device {
  private static final int MOST_ARGUMENTS = 24;
  private static final int BLOCK = 256;
  private static final int WARP = 32;
  private static final int MOST_BLOCKS = 65_535;
  private static final int TRIES = 3;
  private static final long PAUSE_MS = 200;

  private final Gpu gpu;
  private final CUctx_st context = new CUctx_st();
  private final CUstream_st stream = new CUstream_st();
  private final Kernels kernels;
  private final CudaProducts products;
  private final CudaDownloads downloads;
  private final Map<Long, Long> allocated = new HashMap<>();
  private final List<CudaGraph> graphs = new ArrayList<>();
  private final LongPointer arguments = new LongPointer(MOST_ARGUMENTS);
  private final PointerPointer<Pointer> pointers = new PointerPointer<>(MOST_ARGUMENTS);
  private boolean closed;

  CudaDevice(Gpu gpu, Precision precision) {
    this.gpu = gpu;
    Cuda.check(cuDevicePrimaryCtxRetain(context, gpu.handle()), "cuDevicePrimaryCtxRetain");
    use();
    Cuda.check(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    this.kernels = Kernels.of(gpu);
    this.products = new CudaProducts(this, stream, precision);
    this.downloads = new CudaDownloads(stream);
    for (int i = 0; i < MOST_ARGUMENTS; i++) {
      pointers.put(i, arguments.getPointer(i));
    }
  }

  /** Binds the context to the calling thread, as every call of the driver needs. */
  private void use() {
    Cuda.check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  @Override
  public String name() {
    return gpu.name();
  }

  @Override
  public long allocate(long bytes) {
    use();
    long[] address = new long[1];
    int status = cuMemAlloc(address, bytes);
    for (int i = 1; status == CUDA_ERROR_OUT_OF_MEMORY && i < TRIES; i++) {
      // Backends that nobody holds any more still hold their memory.
      System.gc();
      pause();
      use();
      status = cuMemAlloc(address, bytes);
    }
    if (status == CUDA_ERROR_OUT_OF_MEMORY) {
      try (SizeTPointer free = new SizeTPointer(1);
          SizeTPointer total = new SizeTPointer(1)) {
        Cuda.check(cuMemGetInfo(free, total), "cuMemGetInfo");
        long held = allocated.values().stream().mapToLong(Long::longValue).sum();
        throw new OutOfDeviceMemory(gpu.name(), bytes, held, free.get(), total.get());
      }
    }
    Cuda.check(status, "cuMemAlloc");
    allocated.put(address[0], bytes);
    Cuda.check(cuMemsetD8Async(address[0], (byte) 0, bytes, stream), "cuMemsetD8Async");
    return address[0];
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Frees memory of {@link #allocate} before the device is closed. */
  void free(long address) {
    use();
    if (allocated.remove(address) != null) {
      Cuda.check(cuMemFree(address), "cuMemFree");
    }
  }

  @Override
  public void upload(float[] values, long address) {
    try (FloatPointer copy = new FloatPointer(values)) {
      upload(copy, (long) values.length * Float.BYTES, address);
    }
  }

  @Override
  public void upload(int[] words, int count, long address) {
    try (IntPointer copy = new IntPointer(count)) {
      copy.put(words, 0, count);
      upload(copy, (long) count * Integer.BYTES, address);
    }
  }

  private void upload(Pointer from, long bytes, long address) {
    use();
    Cuda.check(cuMemcpyHtoDAsync(address, from, bytes, stream), "cuMemcpyHtoDAsync");
    synchronize();
  }

  @Override
  public int beginDownload(long address, int count) {
    use();
    return downloads.begin(address, count);
  }

  @Override
  public void endDownload(int download, float[] values) {
    use();
    downloads.end(download, values);
  }

  private void synchronize() {
    Cuda.check(cuStreamSynchronize(stream), "cuStreamSynchronize");
  }

  @Override
  public void run(Call call, long words) {
    use();
    switch (call.operation()) {
      case PRODUCT -> products.multiply(call.arguments());
      case COLUMN_SUMS -> products.sumColumns(call.arguments());
      default -> launch(call, words);
    }
  }

  private void launch(Call call, long words) {
    long[] values = call.arguments();
    arguments.put(values, 0, values.length);
    arguments.put(values.length, words);
    long rows = values[0];
    long columns = values[1];
    int width = width(call.operation(), rows, columns);
    int height = BLOCK / width;
    Cuda.check(
        cuLaunchKernel(
            kernels.function(call.operation()),
            call.operation().byWarps() ? 1 : blocks(columns, width),
            blocks(rows, height),
            1,
            width,
            height,
            1,
            0,
            stream,
            pointers,
            null),
        call.operation().kernel());
  }

  /** Threads along a row: a warp, or fewer if the rows are shorter, or all for one long row. */
  private static int width(Operation operation, long rows, long columns) {
    if (operation.byWarps()) {
      return WARP;
    }
    return rows == 1 ? BLOCK : (int) Math.min(WARP, Long.highestOneBit(2 * columns - 1));
  }

  private static int blocks(long size, int block) {
    return (int) Math.min(MOST_BLOCKS, (size + block - 1) / block);
  }

  @Override
  public Recording record(List<Call> calls, int[] offsets, int words) {
    use();
    CUgraph_st graph = new CUgraph_st();
    long wordsAt = allocate(Math.max(1, words) * (long) Integer.BYTES);
    Cuda.check(
        cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), "cuStreamBeginCapture");
    try {
      for (int i = 0; i < calls.size(); i++) {
        run(calls.get(i), wordsAt + (long) offsets[i] * Integer.BYTES);
      }
    } finally {
      Cuda.check(cuStreamEndCapture(stream, graph), "cuStreamEndCapture");
    }
    CUgraphExec_st executable = new CUgraphExec_st();
    // The runtime's name of it is the same from CUDA 11 to 13; the driver's is not.
    Cuda.check(
        cudaGraphInstantiateWithFlags(executable, graph, 0), "cudaGraphInstantiateWithFlags");
    Cuda.check(cuGraphDestroy(graph), "cuGraphDestroy");
    CudaGraph recording = new CudaGraph(this, stream, executable, wordsAt, words);
    graphs.add(recording);
    return recording;
  }

  /** Before a recording is freed: what it was used for is done. */
  void finish(CudaGraph graph) {
    use();
    synchronize();
    graphs.remove(graph);
  }

  /** Before a recording runs. */
  void resume() {
    use();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    use();
    List.copyOf(graphs).forEach(CudaGraph::close);
    synchronize();
    products.close();
    downloads.close();
    List.copyOf(allocated.keySet()).forEach(this::free);
    Cuda.check(cuStreamDestroy(stream), "cuStreamDestroy");
    arguments.close();
    pointers.close();
  }
}
