package org.showerforge.backend.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A device that runs the kernels' source on the processor, compiled by g++, with OpenBLAS for
 * products: everything of the backend but CUDA's own calls can be tested without a GPU.
 */
final class EmulatedDevice implements Device {
  private static final int[] GRID = {3, 2};
  private static final int[] THREADS = {4, 2};

  private static final class Library {
    static final Optional<String> REFUSAL = load();

    private static Optional<String> load() {
      Path java = Path.of(System.getProperty("java.home"), "include");
      if (!Files.exists(java.resolve("jni.h"))) {
        return Optional.of("no jni.h in " + java);
      }
      try {
        Path folder = Files.createTempDirectory("kernels");
        Path library = folder.resolve("libemulator.so");
        Files.writeString(folder.resolve("kernels.cu"), KernelCompiler.source());
        Process process =
            new ProcessBuilder(
                    "g++",
                    "-std=c++17",
                    "-O2",
                    "-shared",
                    "-fPIC",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-I" + folder,
                    "-I" + java,
                    "-I" + java.resolve("linux"),
                    "-o",
                    library.toString(),
                    Path.of("src/test/cuda/emulator.cpp").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new IllegalStateException("g++: " + output);
        }
        System.load(library.toString());
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of("no g++ on the PATH (" + e.getMessage() + ")");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final List<Pointer> allocated = new ArrayList<>();
  private final float[][] downloads = new float[DOWNLOADS][];
  private final long memory;
  private long held;
  private long runs;
  private boolean closed;

  /** Why there is no emulation here, if there is none. */
  static Optional<String> refusal() {
    return Library.REFUSAL;
  }

  EmulatedDevice() {
    this(Long.MAX_VALUE);
  }

  /** A device with so many bytes of memory. */
  EmulatedDevice(long memory) {
    this.memory = memory;
    refusal()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
  }

  private static native boolean launch(String kernel, int[] grid, long[] arguments);

  /** How many operations were run one by one. */
  long runs() {
    return runs;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String name() {
    return "emulated";
  }

  @Override
  public long allocate(long bytes) {
    if (bytes > memory - held) {
      throw new OutOfDeviceMemory(name(), bytes, held, memory - held, memory);
    }
    held += bytes;
    BytePointer room = new BytePointer(bytes);
    Pointer.memset(room, 0, bytes);
    synchronized (allocated) {
      allocated.add(room);
    }
    return room.address();
  }

  @Override
  public void upload(float[] values, long address) {
    new DeviceAddress(address).put(values);
  }

  @Override
  public void upload(int[] words, int count, long address) {
    new IntPointer(new DeviceAddress(address)).put(words, 0, count);
  }

  @Override
  public int beginDownload(long address, int count) {
    int free = downloads[0] == null ? 0 : 1;
    if (downloads[free] != null) {
      throw new IllegalStateException("all downloads are begun already");
    }
    downloads[free] = new float[count];
    new DeviceAddress(address).get(downloads[free]);
    return free;
  }

  @Override
  public void endDownload(int download, float[] values) {
    float[] copy = downloads[download];
    downloads[download] = null;
    System.arraycopy(copy, 0, values, 0, values.length);
  }

  @Override
  public void run(Call call, long words) {
    runs++;
    execute(call, words);
  }

  private static void execute(Call call, long words) {
    long[] arguments = call.arguments();
    switch (call.operation()) {
      case PRODUCT -> multiply(arguments);
      case COLUMN_SUMS -> sumColumns(arguments);
      default -> {
        boolean warps = call.operation().byWarps();
        int[] grid = {warps ? 1 : GRID[0], GRID[1], warps ? 1 : THREADS[0], THREADS[1]};
        long[] all = Arrays.copyOf(arguments, arguments.length + (call.hasWords() ? 1 : 0));
        if (call.hasWords()) {
          all[arguments.length] = words;
        }
        if (!launch(call.operation().kernel(), grid, all)) {
          throw new IllegalArgumentException("no kernel for " + call);
        }
      }
    }
  }

  private static void multiply(long[] a) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        a[3] == 0 ? openblas.CblasNoTrans : openblas.CblasTrans,
        a[4] == 0 ? openblas.CblasNoTrans : openblas.CblasTrans,
        (int) a[0],
        (int) a[1],
        (int) a[2],
        1f,
        new DeviceAddress(a[6]),
        (int) a[7],
        new DeviceAddress(a[8]),
        (int) a[9],
        (float) a[5],
        new DeviceAddress(a[10]),
        (int) a[11]);
  }

  private static void sumColumns(long[] a) {
    float[] sums = new float[(int) a[1]];
    float[] row = new float[sums.length];
    for (long i = 0; i < a[0]; i++) {
      new DeviceAddress(a[2] + i * a[3] * Float.BYTES).get(row);
      for (int j = 0; j < row.length; j++) {
        sums[j] += row[j];
      }
    }
    new DeviceAddress(a[4]).put(sums);
  }

  @Override
  public Recording record(List<Call> calls, int[] offsets, int words) {
    List<Call> kept = List.copyOf(calls);
    long wordsAt = allocate(Math.max(1, words) * (long) Integer.BYTES);
    return new Recording() {
      private boolean done;

      @Override
      public void replay(int[] values) {
        if (done) {
          throw new IllegalStateException("closed");
        }
        upload(values, words, wordsAt);
        for (int i = 0; i < kept.size(); i++) {
          execute(kept.get(i), wordsAt + (long) offsets[i] * Integer.BYTES);
        }
      }

      @Override
      public void close() {
        done = true;
      }
    };
  }

  @Override
  public void close() {
    closed = true;
    synchronized (allocated) {
      allocated.forEach(Pointer::close);
      allocated.clear();
    }
  }
}
