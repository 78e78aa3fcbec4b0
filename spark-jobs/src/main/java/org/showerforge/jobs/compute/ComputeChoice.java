package org.showerforge.jobs.compute;

import org.apache.spark.SparkConf;
import org.showerforge.UserException;

/**
 * What all tasks of a job compute on, chosen once, by the driver: tasks that chose for themselves
 * could choose differently, and then the result would depend on who got which shard.
 *
 * @param compute {@link Compute#CPU} or a device, never {@link Compute#AUTO}
 * @param reason why, for the user
 */
public record ComputeChoice(Compute compute, String reason) {
  static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";

  /** Checks that it is a choice. */
  public ComputeChoice {
    if (compute == Compute.AUTO) {
      throw new IllegalArgumentException("auto is no choice");
    }
  }

  /** Chooses for this build and Spark's configuration, and says so when the choice was ours. */
  public static Compute announce(Compute asked, SparkConf conf) {
    ComputeChoice choice = of(asked, conf, Node.here());
    if (asked == Compute.AUTO) {
      System.err.printf("compute    %s: %s%n", choice.compute().configured(), choice.reason());
    }
    return choice.compute();
  }

  /**
   * Chooses. Local Spark gives tasks no resources, but its one process has the node's first device
   * to itself.
   *
   * @param driver what the driver's node has; tasks check their own
   */
  static ComputeChoice of(Compute asked, SparkConf conf, Node driver) {
    boolean cudaBuilt = driver.cudaBuilt();
    boolean given =
        conf.getDouble(TASK_AMOUNT, 0) > 0
            || (conf.get("spark.master", "").matches("local(\\[.*)?") && driver.driver());
    return switch (asked) {
      case CPU -> new ComputeChoice(Compute.CPU, "asked for");
      case ND4J_CUDA -> asked(cudaBuilt, given);
      case AUTO -> automatic(cudaBuilt, given);
    };
  }

  private static ComputeChoice asked(boolean cudaBuilt, boolean given) {
    if (!cudaBuilt) {
      throw new UserException(
          "compute: nd4j-cuda: no CUDA backend on the class path; build with -Pcuda, or use cpu");
    }
    if (!given) {
      throw new UserException(
          "compute: nd4j-cuda: Spark gives tasks no GPU; set %s and spark.executor.resource.gpu.amount (see"
              + " deploy/submit/yarn.conf), or use cpu",
          TASK_AMOUNT);
    }
    return new ComputeChoice(Compute.ND4J_CUDA, "asked for");
  }

  private static ComputeChoice automatic(boolean cudaBuilt, boolean given) {
    if (cudaBuilt) {
      return given
          ? new ComputeChoice(Compute.ND4J_CUDA, "it is built in and Spark gives tasks GPUs")
          : new ComputeChoice(
              Compute.CPU, "Spark gives tasks no GPU (" + TASK_AMOUNT + " is not set)");
    }
    return new ComputeChoice(
        Compute.CPU,
        given
            ? "Spark gives tasks GPUs, but the build has no CUDA backend (-Pcuda)"
            : "the build has no CUDA backend (-Pcuda)");
  }
}
