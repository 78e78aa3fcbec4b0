package org.showerforge.gpu;

import java.io.IOException;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceID;
import org.apache.spark.resource.ResourceRequest;

/** A process that takes devices as an executor does, says which, and lives until it is killed. */
final class LockHolder {
  private LockHolder() {}

  /**
   * Runs it.
   *
   * @param arguments the script, the folder of the locks, and how many devices
   */
  public static void main(String[] arguments) throws IOException {
    SparkConf conf = new SparkConf(false).set(LockingDiscovery.FOLDER_KEY, arguments[1]);
    ResourceRequest request =
        new ResourceRequest(
            new ResourceID("spark.executor", "gpu"),
            Long.parseLong(arguments[2]),
            Optional.of(arguments[0]),
            Optional.empty());
    try {
      System.out.println(
          "has "
              + String.join(
                  ",",
                  new LockingDiscovery()
                      .discoverResource(request, conf)
                      .orElseThrow()
                      .addresses()));
    } catch (IllegalStateException e) {
      System.out.println("refused " + e.getMessage());
      return;
    }
    while (System.in.read() >= 0) {
      // The channels must outlive any collection of garbage.
      System.gc();
    }
  }
}
