package org.showerforge.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** The arithmetic of an executor's memory, by hand: MiB in, MiB out. */
final class MemoryLimitsTest {
  @Test
  void withoutKeysSparksDefaultsCount() {
    // 1024 + 384 = 1408, less 32; 384 less 224.
    check(conf(), 160, 1376);
  }

  @Test
  void theOverheadIsWhatIsAskedFor() {
    check(conf("spark.executor.memory", "2g", "spark.executor.memoryOverhead", "768"), 544, 2784);
    check(conf("spark.executor.memory", "2g", "spark.executor.memoryOverhead", "1g"), 800, 3040);
  }

  @Test
  void aLargeHeapHasATenthMoreOrTheFactorsShare() {
    check(conf("spark.executor.memory", "10g"), 800, 10240 + 1024 - 32);
    check(
        conf("spark.executor.memory", "10g", "spark.executor.memoryOverheadFactor", "0.25"),
        2336,
        12768);
  }

  @Test
  void sparksOwnOffHeapMemoryIsPartOfTheContainerButNotOurs() {
    check(
        conf("spark.memory.offHeap.enabled", "true", "spark.memory.offHeap.size", "512m"),
        160,
        1888);
    check(conf("spark.memory.offHeap.size", "512m"), 160, 1376);
  }

  @Test
  void aSmallOverheadLeavesAThird() {
    check(conf("spark.executor.memoryOverhead", "300m"), 100, 1292);
  }

  private static SparkConf conf(String... keysAndValues) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return conf;
  }

  private static void check(SparkConf conf, long nativeMiB, long residentMiB) {
    assertThat(MemoryLimits.of(conf))
        .isEqualTo(new MemoryLimits(nativeMiB << 20, residentMiB << 20));
  }
}
