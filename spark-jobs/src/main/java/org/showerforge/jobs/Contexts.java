package org.showerforge.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes the Spark context of a command; master and resources are spark-submit's to say. */
final class Contexts {
  private static final String PROMETHEUS = "spark.metrics.conf.driver.sink.prometheusServlet.";

  private Contexts() {}

  static JavaSparkContext open(String command) {
    return new JavaSparkContext(conf(command));
  }

  static SparkConf conf(String command) {
    return new SparkConf()
        .setAppName("showerforge " + command)
        // Records travel by Java's own serialisation between driver and executors; Kryo cannot
        // rebuild them.
        .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
        // One task slot is one core: BLAS must not start threads of its own.
        .set("spark.executorEnv.OMP_NUM_THREADS", "1")
        .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
        .setIfMissing("spark.master", "local[*]")
        .setIfMissing("spark.ui.showConsoleProgress", "false")
        // The driver's interface also answers Prometheus, at /metrics/prometheus/.
        .setIfMissing(PROMETHEUS + "class", "org.apache.spark.metrics.sink.PrometheusServlet")
        .setIfMissing(PROMETHEUS + "path", "/metrics/prometheus");
  }
}
