package org.showerforge.gpu;

import java.util.Locale;
import org.apache.spark.SparkConf;

/**
 * How much an executor may take beside its heap, so that YARN has no reason to kill its container.
 *
 * <p>A container is heap + overhead (+ Spark's own off-heap memory). Native arrays get what is left
 * of the overhead after {@value #JVM_MIB} MiB for the JVM's code, classes, stacks and network
 * buffers, at least a third of it; the resident size of the whole process may reach the container
 * less {@value #MARGIN_MIB} MiB, then JavaCPP collects garbage, and if that does not help refuses.
 *
 * @param nativeBytes of JavaCPP's arrays
 * @param residentBytes of the process
 */
record MemoryLimits(long nativeBytes, long residentBytes) {
  static final String NATIVE_KEY = "org.bytedeco.javacpp.maxBytes";
  static final String RESIDENT_KEY = "org.bytedeco.javacpp.maxPhysicalBytes";

  private static final long MIB = 1L << 20;
  private static final long JVM_MIB = 224;
  private static final long MARGIN_MIB = 32;

  /** Spark's, for executors on YARN: 10 % of the heap, but not less than this. */
  private static final long LEAST_OVERHEAD_MIB = 384;

  private static final double OVERHEAD_FACTOR = 0.1;

  /** What Spark's keys on an executor's memory amount to. */
  static MemoryLimits of(SparkConf conf) {
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", OVERHEAD_FACTOR);
    long usual = Math.max((long) (factor * heap), LEAST_OVERHEAD_MIB);
    long overhead = conf.getSizeAsMb("spark.executor.memoryOverhead", usual + "m");
    long offHeap =
        conf.getBoolean("spark.memory.offHeap.enabled", false)
            ? conf.getSizeAsBytes("spark.memory.offHeap.size", "0") / MIB
            : 0;
    long natively = Math.max(overhead - JVM_MIB, overhead / 3);
    long resident = Math.max(heap + overhead + offHeap - MARGIN_MIB, heap);
    return new MemoryLimits(natively * MIB, resident * MIB);
  }

  /**
   * Sets JavaCPP's limits, which it reads when its first class is loaded; what the user has set
   * with {@code -D} stands.
   */
  void apply() {
    setIfMissing(NATIVE_KEY, nativeBytes);
    setIfMissing(RESIDENT_KEY, residentBytes);
  }

  private static void setIfMissing(String key, long bytes) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, Long.toString(bytes));
    }
  }

  /** For the log. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "native arrays %d MiB, resident %d MiB",
        nativeBytes / MIB,
        residentBytes / MIB);
  }
}
