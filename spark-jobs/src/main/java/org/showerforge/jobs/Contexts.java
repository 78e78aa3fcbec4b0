package org.showerforge.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.gpu.ExecutorLimits;

/** Makes the Spark context of a command; master and resources are spark-submit's to say. */
final class Contexts {
  private static final String PROMETHEUS = "spark.metrics.conf.driver.sink.prometheusServlet.";

  private Contexts() {}

  static JavaSparkContext open(String command) {
    try {
      return new JavaSparkContext(conf(command));
    } catch (IllegalStateException e) {
      // What Spark's YARN client says of an application that ended early; the reason it only logs.
      if (String.valueOf(e.getMessage()).contains("stopped while waiting for backend")) {
        throw new UserException(
            "YARN ended the application before it began; Spark's diagnostics above say why (more memory, cores or GPUs"
                + " than any node has?)");
      }
      throw e;
    }
  }

  static SparkConf conf(String command) {
    SparkConf conf =
        new SparkConf()
            .setAppName("showerforge " + command)
            // Records travel by Java's own serialisation between driver and executors; Kryo cannot
            // rebuild them.
            .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
            // One task slot is one core: BLAS must not start threads of its own.
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
            // A round broadcasts floats: compressing them takes longer than all else about it.
            .setIfMissing("spark.broadcast.compress", "false")
            // 64 shards' states are beyond Spark's limit of 1 GB; the driver's memory is limit
            // enough.
            .setIfMissing("spark.driver.maxResultSize", "0")
            // A state comes back in the task's own message: through the block manager it is stored
            // and fetched as well.
            .setIfMissing("spark.task.maxDirectResultSize", "32m")
            // CUDA numbers devices as nvidia-smi and the discovery script do.
            .set("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
            // A cancelled task that does not end takes its executor with it, not a slot for good.
            .setIfMissing("spark.task.reaper.enabled", "true")
            .setIfMissing("spark.task.reaper.killTimeout", "60s")
            // Executors that die over days, one at a time, must not add up to a failed job.
            .setIfMissing("spark.executor.failuresValidityInterval", "1h")
            .setIfMissing("spark.master", "local[*]")
            .setIfMissing("spark.ui.showConsoleProgress", "false")
            // The driver's interface also answers Prometheus, at /metrics/prometheus/.
            .setIfMissing(PROMETHEUS + "class", "org.apache.spark.metrics.sink.PrometheusServlet")
            .setIfMissing(PROMETHEUS + "path", "/metrics/prometheus");
    String limits = ExecutorLimits.class.getName();
    String plugins = conf.get("spark.plugins", "");
    return conf.set("spark.plugins", plugins.isEmpty() ? limits : plugins + "," + limits);
  }
}
