package org.showerforge.backend.cuda;

import static org.bytedeco.cuda.global.cudart.cuMemAllocHost;
import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Memory of the host that stays where it is, which a GPU copies from and to at full speed.
 *
 * @param bytes how much
 */
record PageLocked(Pointer memory, long bytes) implements AutoCloseable {
  /** With the GPU's context current. */
  PageLocked(long bytes) {
    this(allocate(bytes), bytes);
  }

  private static Pointer allocate(long bytes) {
    try (PointerPointer<Pointer> address = new PointerPointer<>(1)) {
      Cuda.check(cuMemAllocHost(address, Math.max(1, bytes)), "cuMemAllocHost");
      return address.get();
    }
  }

  @Override
  public void close() {
    Cuda.check(cuMemFreeHost(memory), "cuMemFreeHost");
  }
}
