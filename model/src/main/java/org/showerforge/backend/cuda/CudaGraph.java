package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cuGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cuGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;

import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.IntPointer;

/**
 * A CUDA graph and the words of its calls. The words go to the device from page-locked buffers in
 * turn, so the host prepares the next iterations while the device is at one.
 */
final class CudaGraph implements Device.Recording {
  private static final int BUFFERS = 4;

  private final CudaDevice device;
  private final CUstream_st stream;
  private final CUgraphExec_st graph;
  private final long wordsAt;
  private final int words;
  private final PageLocked[] buffers = new PageLocked[BUFFERS];
  private final CUevent_st[] copied = new CUevent_st[BUFFERS];
  private int next;

  CudaGraph(CudaDevice device, CUstream_st stream, CUgraphExec_st graph, long wordsAt, int words) {
    this.device = device;
    this.stream = stream;
    this.graph = graph;
    this.wordsAt = wordsAt;
    this.words = words;
    for (int i = 0; i < BUFFERS; i++) {
      copied[i] = new CUevent_st();
      Cuda.check(cuEventCreate(copied[i], CU_EVENT_DISABLE_TIMING), "cuEventCreate");
      buffers[i] = new PageLocked((long) words * Integer.BYTES);
    }
  }

  @Override
  public void replay(int[] values) {
    device.resume();
    if (words > 0) {
      // An event that was never recorded is done.
      Cuda.check(cuEventSynchronize(copied[next]), "cuEventSynchronize");
      new IntPointer(buffers[next].memory()).put(values, 0, words);
      Cuda.check(
          cuMemcpyHtoDAsync(wordsAt, buffers[next].memory(), (long) words * Integer.BYTES, stream),
          "cuMemcpyHtoDAsync");
      Cuda.check(cuEventRecord(copied[next], stream), "cuEventRecord");
      next = (next + 1) % BUFFERS;
    }
    Cuda.check(cuGraphLaunch(graph, stream), "cuGraphLaunch");
  }

  @Override
  public void close() {
    device.finish(this);
    Cuda.check(cuGraphExecDestroy(graph), "cuGraphExecDestroy");
    device.free(wordsAt);
    for (int i = 0; i < BUFFERS; i++) {
      Cuda.check(cuEventDestroy(copied[i]), "cuEventDestroy");
      buffers[i].close();
    }
  }
}
