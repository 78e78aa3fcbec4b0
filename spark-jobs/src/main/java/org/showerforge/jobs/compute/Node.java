package org.showerforge.jobs.compute;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.showerforge.backend.Backends;

/**
 * What a node has for computing on GPUs.
 *
 * @param cudaBuilt ND4J's CUDA backend is on the class path
 * @param driver NVIDIA's driver is installed
 * @param alone this process is all of Spark, which then gives tasks no resources
 * @param visible what CUDA_VISIBLE_DEVICES lists, if it is set
 */
record Node(boolean cudaBuilt, boolean driver, boolean alone, Optional<List<String>> visible) {
  private static final List<Path> DRIVER =
      List.of(
          Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

  /** This process's. */
  static Node here() {
    return new Node(
        Backends.hasCuda(),
        DRIVER.stream().anyMatch(Files::exists),
        SparkEnv.get() != null && SparkEnv.get().executorId().equals("driver"),
        Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES"))
            .map(list -> Arrays.stream(list.split(",", -1)).map(String::strip).toList()));
  }
}
