package org.showerforge.jobs.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.backend.Backends;
import org.showerforge.backend.HostBackend;
import org.showerforge.jobs.Samples;

/** From what Spark gives a task to what the task computes on, and what is said when it cannot. */
final class TaskDeviceTest {
  private static final Optional<List<String>> ALL = Optional.empty();
  private static final Node WORKER = new Node(true, true, false, ALL);

  @Test
  void aTaskComputesOnTheAddressThatSparkGaveIt() {
    assertThat(TaskDevice.ordinal(Compute.CUBLAS, gpu("0"), WORKER, "n1")).isEqualTo(0);
    assertThat(TaskDevice.ordinal(Compute.CUBLAS, gpu("3"), WORKER, "n1")).isEqualTo(3);
  }

  @Test
  void visibleDevicesAreNumberedByTheirPlace() {
    Node node = new Node(true, true, false, Optional.of(List.of("2", "5", "MIG-ab")));
    assertThat(TaskDevice.ordinal(Compute.CUBLAS, gpu("5"), node, "n1")).isEqualTo(1);
    assertThat(TaskDevice.ordinal(Compute.CUBLAS, gpu("MIG-ab"), node, "n1")).isEqualTo(2);
    assertThatThrownBy(() -> TaskDevice.ordinal(Compute.CUBLAS, gpu("0"), node, "n1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'0'")
        .hasMessageContaining("CUDA_VISIBLE_DEVICES=2,5,MIG-ab");
    assertThatThrownBy(() -> TaskDevice.ordinal(Compute.CUBLAS, gpu("MIG-ab"), WORKER, "n1"))
        .hasMessageContaining("start executors with it in CUDA_VISIBLE_DEVICES");
  }

  @Test
  void whatIsMissingIsNamed() {
    Node unbuilt = new Node(false, true, false, ALL);
    Node driverless = new Node(true, false, false, ALL);
    refuses(unbuilt, gpu("0"), "no CUDA backend on the class path of the executor on n1");
    refuses(driverless, gpu("0"), "no NVIDIA driver on n1");
    refuses(WORKER, Map.of(), "Spark gave the task on n1 no GPU");
    refuses(WORKER, gpu("0", "1"), "2 GPUs, [0, 1]; a task computes on one");
  }

  @Test
  void localSparkHasTheFirstDevice() {
    assertThat(TaskDevice.ordinal(Compute.CUBLAS, Map.of(), new Node(true, true, true, ALL), "n1"))
        .isEqualTo(0);
  }

  @Test
  void autoTakesGpusWhereTheyAreBuiltInAndGiven() {
    Node built = new Node(true, false, true, ALL);
    SparkConf given = new SparkConf(false).set(ComputeChoice.TASK_AMOUNT, "1");
    SparkConf none = new SparkConf(false).set("spark.master", "yarn");
    assertThat(choose(Compute.AUTO, given, built)).isEqualTo(Compute.ND4J_CUDA);
    assertThat(choose(Compute.AUTO, none, built)).isEqualTo(Compute.CPU);
    assertThat(choose(Compute.CPU, given, built)).isEqualTo(Compute.CPU);
    SparkConf local = new SparkConf(false).set("spark.master", "local[2]");
    assertThat(ComputeChoice.of(Compute.AUTO, local, built, Optional::empty))
        .isEqualTo(new ComputeChoice(Compute.CPU, "no NVIDIA driver on this machine"));
    assertThat(choose(Compute.AUTO, local, WORKER)).isEqualTo(Compute.ND4J_CUDA);
    Node plain = new Node(false, true, true, ALL);
    assertThat(choose(Compute.AUTO, given, plain)).isEqualTo(Compute.CUBLAS);
    assertThat(choose(Compute.AUTO, local, plain)).isEqualTo(Compute.CUBLAS);
    ComputeChoice broken =
        ComputeChoice.of(Compute.AUTO, local, plain, () -> Optional.of("libcublas is missing"));
    assertThat(broken.compute()).isEqualTo(Compute.CPU);
    assertThat(broken.reason()).isEqualTo("the GPU cannot be used: libcublas is missing");
  }

  @Test
  void askingForCudaWithoutItIsRefusedByTheDriver() {
    SparkConf none = new SparkConf(false).set("spark.master", "yarn");
    assertThatThrownBy(() -> choose(Compute.ND4J_CUDA, none, new Node(false, true, true, ALL)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("build with -Pcuda");
    for (Compute gpu : List.of(Compute.ND4J_CUDA, Compute.CUBLAS, Compute.CUBLAS_TF32)) {
      assertThatThrownBy(() -> choose(gpu, none, WORKER))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("compute: " + gpu.configured() + ": ")
          .hasMessageContaining(ComputeChoice.TASK_AMOUNT);
    }
  }

  @Test
  void aTaskOfThisBuildIsBoundToTheHost() {
    String bound =
        Samples.on(
            "local[1]",
            sc ->
                sc.parallelize(List.of(1), 1)
                    .map(
                        one ->
                            TaskDevice.bind(Compute.CPU)
                                + " "
                                + (Backends.float32() instanceof HostBackend))
                    .first());
    assertThat(bound).isEqualTo("cpu true");
  }

  private static Compute choose(Compute asked, SparkConf conf, Node node) {
    return ComputeChoice.of(asked, conf, node, Optional::empty).compute();
  }

  private static void refuses(Node node, Map<String, ResourceInformation> given, String message) {
    assertThatThrownBy(() -> TaskDevice.ordinal(Compute.ND4J_CUDA, given, node, "n1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private static Map<String, ResourceInformation> gpu(String... addresses) {
    return Map.of("gpu", new ResourceInformation("gpu", addresses));
  }
}
