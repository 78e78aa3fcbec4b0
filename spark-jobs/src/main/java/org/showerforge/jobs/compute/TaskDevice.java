package org.showerforge.jobs.compute;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.showerforge.UserException;
import org.showerforge.backend.Backends;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.backend.cuda.Gpu;
import org.showerforge.backend.cuda.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds a task's thread to what it computes on: to the host, or to the one GPU that Spark gave the
 * task.
 */
public final class TaskDevice {
  private static final Logger LOG = LoggerFactory.getLogger(TaskDevice.class);
  private static final String GPU = "gpu";

  /** The largest compute capability, times 10, that nd4j-cuda-11.6 has machine code for. */
  private static final int NEWEST_OF_ND4J = 86;

  /** What the log has said already: an executor runs thousands of tasks. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private TaskDevice() {}

  /**
   * Binds the running task, for as long as its thread is not bound again.
   *
   * @param compute the driver's choice
   * @return the device's name, the same for all tasks that share it; what was allocated for another
   *     must not be used here
   */
  public static String bind(Compute compute) {
    Map<String, ResourceInformation> resources = TaskContext.get().resourcesJMap();
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    if (compute == Compute.CPU) {
      Backends.bindToHost();
      ResourceInformation given = resources.get(GPU);
      say(given == null ? "cpu" : "cpu; Spark gave gpu " + Arrays.toString(given.addresses()));
      return compute.configured();
    }
    int device = ordinal(compute, resources, Node.here(), host);
    if (compute == Compute.ND4J_CUDA) {
      bindToNd4j(device, host);
    } else {
      bindToCublas(compute, device, host);
    }
    return compute.configured() + device;
  }

  private static void bindToNd4j(int device, String host) {
    Gpu gpu = gpu(Compute.ND4J_CUDA, device, host);
    if (gpu.capability() > NEWEST_OF_ND4J) {
      throw new UserException(
          "compute: nd4j-cuda: %s on %s is of compute capability %.1f, ND4J's library is made for 3.7 to %.1f; use a"
              + " build without -Pcuda, and compute: cublas",
          gpu.name(), host, gpu.capability() / 10.0, NEWEST_OF_ND4J / 10.0);
    }
    int seen = Backends.cudaDevices();
    if (device >= seen) {
      throw new UserException(
          "compute: nd4j-cuda: Spark gave the GPU %d of %s, but ND4J sees %d there; is the driver for CUDA 11.6 or"
              + " newer?",
          device, host, seen);
    }
    Backends.bindToCuda(device);
    say("nd4j-cuda, device " + device + ", " + gpu.name());
  }

  private static void bindToCublas(Compute compute, int device, String host) {
    Gpu gpu = gpu(compute, device, host);
    Precision precision =
        switch (compute) {
          case CUBLAS_TF32 -> Precision.TF32;
          case CUBLAS_BF16 -> Precision.BF16;
          default -> Precision.FLOAT32;
        };
    Backends.bind(() -> CublasBackend.on(gpu, precision));
    say(compute.configured() + ", device " + device + ", " + gpu.name());
  }

  private static Gpu gpu(Compute compute, int device, String host) {
    try {
      return Gpu.at(device);
    } catch (UserException e) {
      throw new UserException("compute: %s: on %s: %s", compute.configured(), host, e.getMessage());
    }
  }

  /** For an executor's log; inside the driver the user has read the choice already. */
  private static void say(String device) {
    if (!SparkEnv.get().executorId().equals("driver") && SAID.add(device)) {
      LOG.info("tasks compute on {}", device);
    }
  }

  /**
   * CUDA's number of the task's device: its place in CUDA_VISIBLE_DEVICES where that is set, else
   * the address itself.
   */
  static int ordinal(
      Compute compute, Map<String, ResourceInformation> resources, Node node, String host) {
    String name = compute.configured();
    if (compute == Compute.ND4J_CUDA && !node.cudaBuilt()) {
      throw new UserException(
          "compute: nd4j-cuda: no CUDA backend on the class path of the executor on %s; build with -Pcuda",
          host);
    }
    if (!node.driver()) {
      throw new UserException(
          "compute: %s: no NVIDIA driver on %s (neither /proc/driver/nvidia nor /dev/nvidiactl); install it or"
              + " use compute: cpu",
          name, host);
    }
    ResourceInformation given = resources.get(GPU);
    if (given == null && node.alone()) {
      return 0;
    }
    if (given == null || given.addresses().length == 0) {
      throw new UserException(
          "compute: %s: Spark gave the task on %s no GPU; set %s and spark.executor.resource.gpu.amount",
          name, host, ComputeChoice.TASK_AMOUNT);
    }
    if (given.addresses().length > 1) {
      throw new UserException(
          "compute: %s: Spark gave the task on %s %d GPUs, %s; a task computes on one: set %s to 1 or less",
          name,
          host,
          given.addresses().length,
          Arrays.toString(given.addresses()),
          ComputeChoice.TASK_AMOUNT);
    }
    String address = given.addresses()[0];
    List<String> visible = node.visible().orElse(List.of());
    if (visible.contains(address)) {
      return visible.indexOf(address);
    }
    if (visible.isEmpty() && address.matches("[0-9]{1,4}")) {
      return Integer.parseInt(address);
    }
    throw new UserException(
        "compute: %s: Spark gave the task on %s the GPU '%s', which CUDA does not show to this process"
            + " (CUDA_VISIBLE_DEVICES=%s); start executors with it in CUDA_VISIBLE_DEVICES, or without that variable",
        name, host, address, String.join(",", visible));
  }
}
