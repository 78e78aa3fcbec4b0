package org.showerforge.jobs.compute;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.showerforge.UserException;
import org.showerforge.backend.cuda.Gpu;

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
    ComputeChoice choice = of(asked, conf, Node.here(), ComputeChoice::refusal);
    if (asked == Compute.AUTO) {
      System.err.printf("compute    %s: %s%n", choice.compute().configured(), choice.reason());
    }
    return choice.compute();
  }

  /** Why this process cannot use its first GPU, if it cannot. */
  private static Optional<String> refusal() {
    try {
      Gpu.at(0);
      return Optional.empty();
    } catch (UserException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Chooses. Local Spark gives tasks no resources, but its one process has the node's first device
   * to itself.
   *
   * @param driver what the driver's node has; tasks check their own
   * @param refusal why the driver's process cannot use a GPU; asked where it is all of Spark
   */
  static ComputeChoice of(
      Compute asked, SparkConf conf, Node driver, Supplier<Optional<String>> refusal) {
    boolean local = conf.get("spark.master", "").matches("local(\\[.*)?");
    boolean given = conf.getDouble(TASK_AMOUNT, 0) > 0 || (local && driver.driver());
    if (asked == Compute.CPU) {
      return new ComputeChoice(Compute.CPU, "asked for");
    }
    if (asked != Compute.AUTO) {
      return asked(asked, driver.cudaBuilt(), given);
    }
    if (!given) {
      return new ComputeChoice(
          Compute.CPU,
          local
              ? "no NVIDIA driver on this machine"
              : "Spark gives tasks no GPU (" + TASK_AMOUNT + " is not set)");
    }
    if (driver.cudaBuilt()) {
      return new ComputeChoice(
          Compute.ND4J_CUDA, "Spark gives tasks GPUs, and the build has ND4J's CUDA backend");
    }
    Optional<String> reason = local ? refusal.get() : Optional.empty();
    return reason.isPresent()
        ? new ComputeChoice(Compute.CPU, "the GPU cannot be used: " + reason.get())
        : new ComputeChoice(Compute.CUBLAS, "Spark gives tasks GPUs");
  }

  private static ComputeChoice asked(Compute compute, boolean cudaBuilt, boolean given) {
    if (compute == Compute.ND4J_CUDA && !cudaBuilt) {
      throw new UserException(
          "compute: nd4j-cuda: no CUDA backend on the class path; build with -Pcuda, or use cublas or cpu");
    }
    if (!given) {
      throw new UserException(
          "compute: %s: Spark gives tasks no GPU; set %s and spark.executor.resource.gpu.amount (see"
              + " deploy/submit/yarn.conf), or use cpu",
          compute.configured(), TASK_AMOUNT);
    }
    return new ComputeChoice(compute, "asked for");
  }
}
