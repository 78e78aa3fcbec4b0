package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;
import static org.bytedeco.cuda.global.cudart.cuInit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** CUDA's libraries in this process, and what their calls answer. */
final class Cuda {
  private static final Pattern LIBRARY =
      Pattern.compile("(lib[A-Za-z0-9_]+\\.so[.0-9]*): cannot open shared object file");

  private static @Nullable String refusal;
  private static boolean tried;

  private Cuda() {}

  /**
   * Loads the libraries and starts the driver, once.
   *
   * @throws UserException if one of them is missing, or the driver sees no device it can use
   */
  static synchronized void start() {
    if (!tried) {
      refusal = refusal();
      tried = true;
    }
    if (refusal != null) {
      throw new UserException("%s", refusal);
    }
  }

  private static @Nullable String refusal() {
    try {
      Loader.load(cudart.class);
      Loader.load(cublas.class);
      Loader.load(nvrtc.class);
    } catch (LinkageError e) {
      return missing(deepestMessage(e));
    }
    int status = cuInit(0);
    return status == CUDA_SUCCESS
        ? null
        : "NVIDIA's driver gives no device: "
            + text(status)
            + "; nvidia-smi on the node says more, and whether it is new enough for CUDA "
            + version();
  }

  /** What the class path's bindings are made for, such as 12.9. */
  private static String version() {
    return cudart.CUDA_VERSION / 1000 + "." + cudart.CUDA_VERSION % 1000 / 10;
  }

  private static String deepestMessage(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  /** What a node lacks, by what its linker says. */
  static String missing(String linker) {
    Matcher library = LIBRARY.matcher(linker);
    String what = library.find() ? library.group(1) : "";
    if (what.startsWith("libcuda.so")) {
      return "NVIDIA's driver is not installed (no " + what + ")";
    }
    return (what.isEmpty()
            ? "a library of CUDA cannot be loaded: " + linker
            : what + " is not found")
        + "; the node needs cudart, cuBLAS and NVRTC of CUDA "
        + version()
        + " or nearly, where the loader or LD_LIBRARY_PATH finds them";
  }

  /** Fails unless a call of the driver went well. */
  static void check(int status, String call) {
    if (status != CUDA_SUCCESS) {
      throw new CudaException(call + ": " + text(status));
    }
  }

  /** Fails unless a call of cuBLAS went well. */
  static void checkBlas(int status, String call) {
    if (status != cublas.CUBLAS_STATUS_SUCCESS) {
      throw new CudaException(call + ": " + cublas.cublasGetStatusString(status).getString());
    }
  }

  /** Fails unless a call of NVRTC went well. */
  static void checkCompiler(int status, String call) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw new CudaException(call + ": " + nvrtc.nvrtcGetErrorString(status).getString());
    }
  }

  private static String text(int status) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1);
        PointerPointer<BytePointer> words = new PointerPointer<>(1)) {
      boolean known =
          cuGetErrorName(status, name) == CUDA_SUCCESS
              && cuGetErrorString(status, words) == CUDA_SUCCESS;
      return known
          ? name.get(BytePointer.class).getString()
              + " ("
              + words.get(BytePointer.class).getString()
              + ")"
          : "error " + status;
    }
  }
}
