package org.showerforge.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes the Spark context of a command; master and resources are spark-submit's to say. */
final class Contexts {
  private Contexts() {}

  static JavaSparkContext open(String command) {
    SparkConf conf =
        new SparkConf()
            .setAppName("showerforge " + command)
            // Records travel by Java's own serialisation between driver and executors; Kryo cannot
            // rebuild them.
            .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
            // One task slot is one core: BLAS must not start threads of its own.
            .set("spark.executorEnv.OMP_NUM_THREADS", "1")
            .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
            // A cancelled task that does not end takes its executor with it, not a slot for good.
            .setIfMissing("spark.task.reaper.enabled", "true")
            .setIfMissing("spark.task.reaper.killTimeout", "60s")
            // Executors that die over days, one at a time, must not add up to a failed job.
            .setIfMissing("spark.executor.failuresValidityInterval", "1h")
            .setIfMissing("spark.master", "local[*]")
            .setIfMissing("spark.ui.showConsoleProgress", "false");
    return new JavaSparkContext(conf);
  }
}
