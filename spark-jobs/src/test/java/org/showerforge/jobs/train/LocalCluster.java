package org.showerforge.jobs.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.showerforge.jobs.Samples;

/**
 * Two executors in processes of their own. Spark's worker starts them with the jars under a Spark
 * home; here that is an empty one, and the class path of this process does instead.
 */
final class LocalCluster {
  private LocalCluster() {}

  /** Does something on a cluster of its own. */
  static <T> T on(Path folder, Samples.Work<T> work) throws IOException {
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve("jars"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    try {
      SparkConf conf =
          new SparkConf()
              .setMaster("local-cluster[2,1,1024]")
              .set("spark.executor.memory", "1g")
              .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
              .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
              .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
              .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
      return Samples.on(conf, work);
    } finally {
      System.clearProperty("spark.testing");
      System.clearProperty("spark.test.home");
    }
  }
}
