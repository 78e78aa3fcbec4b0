package org.showerforge.backend.cuda;

/** A call of CUDA that failed where nothing the user asked for can be at fault. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CudaException(String message) {
    super(message);
  }
}
