package org.showerforge.data.parquet;

/** What the pages that are held at once may take together. */
final class PageMemory {
  private static final long LEAST = 128L << 20;
  private static final int HEAP_SHARE = 4;

  private final long limit = Math.max(LEAST, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  private long taken;

  /** Asks for so many bytes before they are allocated. */
  void take(long bytes) throws DamagedException {
    if (bytes > limit - taken) {
      throw new DamagedException(
          "its pages need more than %d MiB at once; write it with smaller pages, or give the job"
                  .formatted(limit >> 20)
              + " four times as much memory");
    }
    taken += bytes;
  }

  /** Gives them back. */
  void give(long bytes) {
    taken -= bytes;
  }
}
