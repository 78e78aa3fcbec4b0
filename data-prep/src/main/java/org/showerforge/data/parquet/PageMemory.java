package org.showerforge.data.parquet;

/**
 * What the pages that are held at once, one of each column, may take together: a quarter of the
 * heap, and 128 MiB in any case.
 */
final class PageMemory {
  private static final long LEAST = 128L << 20;
  private static final int HEAP_SHARE = 4;

  private final long limit = Math.max(LEAST, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  private long taken;

  /** Asks for so many bytes before they are allocated. */
  void take(long bytes) throws DamagedException {
    if (bytes > limit - taken) {
      throw new DamagedException(
          ("its page and those of the other columns need more than %d MiB at once; write the file"
                  + " with smaller pages, or give the job more memory")
              .formatted(limit >> 20));
    }
    taken += bytes;
  }

  /** Gives them back. */
  void give(long bytes) {
    taken -= bytes;
  }
}
