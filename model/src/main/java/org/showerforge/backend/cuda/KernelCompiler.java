package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles {@code kernels.cu} for a GPU, by NVRTC: machine code where NVRTC knows the generation,
 * else PTX of the newest one it knows, which the driver translates.
 */
final class KernelCompiler {
  private static final String SOURCE = "kernels.cu";

  private KernelCompiler() {}

  /** The kernels' source. */
  static String source() {
    try (InputStream in = KernelCompiler.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IllegalStateException(SOURCE + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a GPU runs. */
  static byte[] compile(Gpu gpu) {
    String source = source();
    String target = target(gpu.capability(), supported());
    return KernelCache.get(
        String.join("\n", version(), target, source), () -> compile(source, target));
  }

  /** NVRTC's name of the best that can be made for a compute capability. */
  static String target(int capability, int[] supported) {
    int best =
        Arrays.stream(supported)
            .filter(known -> known <= capability)
            .max()
            .orElseThrow(
                () ->
                    new CudaException(
                        "NVRTC compiles for compute capabilities "
                            + Arrays.toString(supported)
                            + ", not for "
                            + capability));
    // Machine code runs on its own generation only.
    return (best / 10 == capability / 10 ? "sm_" : "compute_") + best;
  }

  private static int[] supported() {
    int[] count = new int[1];
    Cuda.checkCompiler(nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
    int[] supported = new int[count[0]];
    Cuda.checkCompiler(nvrtcGetSupportedArchs(supported), "nvrtcGetSupportedArchs");
    return supported;
  }

  private static String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    Cuda.checkCompiler(nvrtcVersion(major, minor), "nvrtcVersion");
    return major[0] + "." + minor[0];
  }

  private static byte[] compile(String source, String target) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
        BytePointer name = new BytePointer(SOURCE, StandardCharsets.UTF_8);
        PointerPointer<BytePointer> none = new PointerPointer<>();
        PointerPointer<BytePointer> options =
            new PointerPointer<>("--gpu-architecture=" + target)) {
      Cuda.checkCompiler(
          nvrtcCreateProgram(program, text, name, 0, none, none), "nvrtcCreateProgram");
      try {
        int status = nvrtcCompileProgram(program, 1, options);
        if (status != nvrtc.NVRTC_SUCCESS) {
          throw new CudaException(SOURCE + " for " + target + ": " + log(program));
        }
        return target.startsWith("sm_") ? machineCode(program) : ptx(program);
      } finally {
        nvrtcDestroyProgram(program);
      }
    }
  }

  private static byte[] machineCode(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Cuda.checkCompiler(nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
      byte[] code = new byte[Math.toIntExact(size.get())];
      Cuda.checkCompiler(nvrtcGetCUBIN(program, code), "nvrtcGetCUBIN");
      return code;
    }
  }

  private static byte[] ptx(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Cuda.checkCompiler(nvrtcGetPTXSize(program, size), "nvrtcGetPTXSize");
      byte[] code = new byte[Math.toIntExact(size.get())];
      Cuda.checkCompiler(nvrtcGetPTX(program, code), "nvrtcGetPTX");
      return code;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Cuda.checkCompiler(nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
      byte[] log = new byte[Math.toIntExact(size.get())];
      Cuda.checkCompiler(nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
      return new String(log, StandardCharsets.UTF_8).strip();
    }
  }
}
