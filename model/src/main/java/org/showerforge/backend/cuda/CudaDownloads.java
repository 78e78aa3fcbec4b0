package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Copies from a GPU to page-locked buffers in turn, so that the GPU goes on while the host deals
 * with what came.
 */
final class CudaDownloads implements AutoCloseable {
  private final CUstream_st stream;
  private final @Nullable PageLocked[] buffers = new PageLocked[Device.DOWNLOADS];
  private final CUevent_st[] copied = new CUevent_st[Device.DOWNLOADS];
  private final boolean[] busy = new boolean[Device.DOWNLOADS];

  CudaDownloads(CUstream_st stream) {
    this.stream = stream;
    for (int i = 0; i < copied.length; i++) {
      copied[i] = new CUevent_st();
      Cuda.check(cuEventCreate(copied[i], CU_EVENT_DISABLE_TIMING), "cuEventCreate");
    }
  }

  /** Begins a copy; returns its number. */
  int begin(long address, int count) {
    int free = 0;
    while (free < busy.length && busy[free]) {
      free++;
    }
    if (free == busy.length) {
      throw new IllegalStateException(free + " downloads are begun already");
    }
    long bytes = (long) count * Float.BYTES;
    PageLocked buffer = buffers[free];
    if (buffer == null || buffer.bytes() < bytes) {
      if (buffer != null) {
        buffers[free] = null;
        buffer.close();
      }
      buffer = new PageLocked(bytes);
      buffers[free] = buffer;
    }
    Cuda.check(cuMemcpyDtoHAsync(buffer.memory(), address, bytes, stream), "cuMemcpyDtoHAsync");
    Cuda.check(cuEventRecord(copied[free], stream), "cuEventRecord");
    busy[free] = true;
    return free;
  }

  /** Waits for a copy. */
  void end(int download, float[] values) {
    PageLocked buffer = buffers[download];
    if (!busy[download] || buffer == null) {
      throw new IllegalStateException("download " + download + " was not begun");
    }
    busy[download] = false;
    Cuda.check(cuEventSynchronize(copied[download]), "cuEventSynchronize");
    new FloatPointer(buffer.memory()).get(values);
  }

  /** With the GPU's context current, and nothing under way. */
  @Override
  public void close() {
    for (int i = 0; i < copied.length; i++) {
      Cuda.check(cuEventDestroy(copied[i]), "cuEventDestroy");
      PageLocked buffer = buffers[i];
      if (buffer != null) {
        buffer.close();
      }
    }
  }
}
