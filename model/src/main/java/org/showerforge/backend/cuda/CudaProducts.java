package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_16BF;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_GEMM_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasGemmEx;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetWorkspace_v2;
import static org.bytedeco.cuda.global.cublas.cublasSgemv_v2;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;

import java.util.Arrays;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Products and sums by cuBLAS, in one stream and with a workspace of our own: cuBLAS then gives the
 * same bits every time, in a recording too (its manual, "Results reproducibility").
 */
final class CudaProducts {
  /** Bytes that a backend takes for cuBLAS alone. */
  static final long WORKSPACE = 32L << 20;

  private static final int FEWEST_ONES = 1 << 15;

  private final CudaDevice device;
  private final cublasContext blas = new cublasContext();
  private final int computeType;
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private long ones;
  private int onesLength;

  CudaProducts(CudaDevice device, CUstream_st stream, Precision precision) {
    this.device = device;
    this.computeType =
        switch (precision) {
          case FLOAT32 -> CUBLAS_COMPUTE_32F;
          case TF32 -> CUBLAS_COMPUTE_32F_FAST_TF32;
          case BF16 -> CUBLAS_COMPUTE_32F_FAST_16BF;
        };
    Cuda.checkBlas(cublasCreate_v2(blas), "cublasCreate");
    Cuda.checkBlas(cublasSetStream_v2(blas, stream), "cublasSetStream");
    Cuda.checkBlas(
        cublasSetWorkspace_v2(blas, new DeviceAddress(device.allocate(WORKSPACE)), WORKSPACE),
        "cublasSetWorkspace");
  }

  /** {@link Operation#PRODUCT}; cuBLAS goes by columns, so it is told the transposed product. */
  void multiply(long[] arguments) {
    int rows = (int) arguments[0];
    int columns = (int) arguments[1];
    int inner = (int) arguments[2];
    Cuda.checkBlas(
        cublasGemmEx(
            blas,
            arguments[4] == 0 ? CUBLAS_OP_N : CUBLAS_OP_T,
            arguments[3] == 0 ? CUBLAS_OP_N : CUBLAS_OP_T,
            columns,
            rows,
            inner,
            one,
            new DeviceAddress(arguments[8]),
            CUDA_R_32F,
            (int) arguments[9],
            new DeviceAddress(arguments[6]),
            CUDA_R_32F,
            (int) arguments[7],
            arguments[5] == 0 ? zero : one,
            new DeviceAddress(arguments[10]),
            CUDA_R_32F,
            (int) arguments[11],
            computeType,
            CUBLAS_GEMM_DEFAULT),
        "cublasGemmEx");
  }

  /** {@link Operation#COLUMN_SUMS}. */
  void sumColumns(long[] arguments) {
    int rows = (int) arguments[0];
    int columns = (int) arguments[1];
    needOnes(rows);
    Cuda.checkBlas(
        cublasSgemv_v2(
            blas,
            CUBLAS_OP_N,
            columns,
            rows,
            one,
            new DeviceAddress(arguments[2]),
            (int) arguments[3],
            new DeviceAddress(ones),
            1,
            zero,
            new DeviceAddress(arguments[4]),
            1),
        "cublasSgemv");
  }

  private void needOnes(int length) {
    if (onesLength < length) {
      float[] values = new float[Math.max(FEWEST_ONES, length)];
      Arrays.fill(values, 1f);
      ones = device.allocate((long) values.length * Float.BYTES);
      device.upload(values, ones);
      onesLength = values.length;
    }
  }

  void close() {
    Cuda.checkBlas(cublasDestroy_v2(blas), "cublasDestroy");
    one.close();
    zero.close();
  }
}
