package org.showerforge.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of a node that cannot use its GPU. */
final class CudaTest {
  @Test
  void whatALinkerMissesIsNamed() {
    assertThat(
            Cuda.missing(
                "/home/u/.javacpp/cache/libjnicudart.so: libcuda.so.1: cannot open shared object"
                    + " file: No such file or directory"))
        .isEqualTo("NVIDIA's driver is not installed (no libcuda.so.1)");
    assertThat(
            Cuda.missing(
                "/x/libjnicublas.so: libcublas.so.12: cannot open shared object file: No such file"
                    + " or directory"))
        .startsWith(
            "libcublas.so.12 is not found; the node needs cudart, cuBLAS and NVRTC of CUDA 1");
    assertThat(Cuda.missing("/x/libjnicudart.so: undefined symbol: cuFutureCall"))
        .startsWith("a library of CUDA cannot be loaded: /x/libjnicudart.so: undefined symbol");
  }
}
