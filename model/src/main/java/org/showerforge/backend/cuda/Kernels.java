package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;

/** The kernels on a GPU, loaded once for all backends of this process. */
final class Kernels {
  private static final Map<Gpu, Kernels> LOADED = new ConcurrentHashMap<>();

  private final Map<Operation, CUfunc_st> functions = new EnumMap<>(Operation.class);

  /** With the GPU's context current. */
  private Kernels(Gpu gpu) {
    CUmod_st module = new CUmod_st();
    try (BytePointer code = new BytePointer(KernelCompiler.compile(gpu))) {
      Cuda.check(cuModuleLoadData(module, code), "cuModuleLoadData");
    }
    for (Operation operation : Operation.values()) {
      if (operation.isKernel()) {
        CUfunc_st function = new CUfunc_st();
        Cuda.check(
            cuModuleGetFunction(function, module, operation.kernel()),
            "cuModuleGetFunction " + operation.kernel());
        functions.put(operation, function);
      }
    }
  }

  /** Those of the GPU whose context is current. */
  static Kernels of(Gpu gpu) {
    return LOADED.computeIfAbsent(gpu, Kernels::new);
  }

  CUfunc_st function(Operation operation) {
    CUfunc_st function = functions.get(operation);
    if (function == null) {
      throw new IllegalArgumentException(operation + " is no kernel");
    }
    return function;
  }
}
