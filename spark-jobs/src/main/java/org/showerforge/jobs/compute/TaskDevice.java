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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds a task's thread to what it computes on: to the host, or to the one GPU that Spark gave the
 * task.
 */
public final class TaskDevice {
  private static final Logger LOG = LoggerFactory.getLogger(TaskDevice.class);
  private static final String GPU = "gpu";

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
    int device = ordinal(resources, Node.here(), host);
    int seen = Backends.cudaDevices();
    if (device >= seen) {
      throw new UserException(
          "compute: nd4j-cuda: Spark gave the GPU %d of %s, but ND4J sees %d there; is the driver for CUDA 11.6 or newer,"
              + " and the GPU of compute capability 3.7 to 8.6?",
          device, host, seen);
    }
    Backends.bindToCuda(device);
    say("nd4j-cuda, device " + device);
    return compute.configured() + device;
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
  static int ordinal(Map<String, ResourceInformation> resources, Node node, String host) {
    if (!node.cudaBuilt()) {
      throw new UserException(
          "compute: nd4j-cuda: no CUDA backend on the class path of the executor on %s; build with -Pcuda",
          host);
    }
    if (!node.driver()) {
      throw new UserException(
          "compute: nd4j-cuda: no NVIDIA driver on %s (neither /proc/driver/nvidia nor /dev/nvidiactl); install it or"
              + " use compute: cpu",
          host);
    }
    ResourceInformation given = resources.get(GPU);
    if (given == null && node.alone()) {
      return 0;
    }
    if (given == null || given.addresses().length == 0) {
      throw new UserException(
          "compute: nd4j-cuda: Spark gave the task on %s no GPU; set %s and spark.executor.resource.gpu.amount",
          host, ComputeChoice.TASK_AMOUNT);
    }
    if (given.addresses().length > 1) {
      throw new UserException(
          "compute: nd4j-cuda: Spark gave the task on %s %d GPUs, %s; a task computes on one: set %s to 1 or less",
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
        "compute: nd4j-cuda: Spark gave the task on %s the GPU '%s', which CUDA does not show to this process"
            + " (CUDA_VISIBLE_DEVICES=%s); start executors with it in CUDA_VISIBLE_DEVICES, or without that variable",
        host, address, String.join(",", visible));
  }
}
