package org.showerforge.backend.cuda;

import java.util.List;

/** A device that does nothing but count the memory that is asked for. */
final class CountingDevice implements Device {
  /** CUDA gives memory in pieces of this size. */
  private static final long PIECE = 512;

  private long next = PIECE;

  /** Bytes that were asked for. */
  long bytes() {
    return next - PIECE;
  }

  @Override
  public long allocate(long bytes) {
    long address = next;
    next += (bytes + PIECE - 1) / PIECE * PIECE;
    return address;
  }

  @Override
  public void upload(float[] values, long address) {}

  @Override
  public void upload(int[] words, int count, long address) {}

  @Override
  public int beginDownload(long address, int count) {
    return 0;
  }

  @Override
  public void endDownload(int download, float[] values) {}

  @Override
  public void run(Call call, long words) {}

  @Override
  public Recording record(List<Call> calls, int[] offsets, int words) {
    return new Recording() {
      @Override
      public void replay(int[] values) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public String name() {
    return "nothing";
  }

  @Override
  public void close() {}
}
