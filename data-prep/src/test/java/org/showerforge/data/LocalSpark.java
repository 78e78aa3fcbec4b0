package org.showerforge.data;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A real Spark in this process, small and quiet. */
public final class LocalSpark implements AutoCloseable {
  private final SparkSession session;

  private LocalSpark(SparkConf conf) {
    this.session = SparkSession.builder().config(conf).getOrCreate();
  }

  /** Starts Spark on so many cores. */
  public static LocalSpark start(int cores) {
    return new LocalSpark(conf(cores));
  }

  /** Starts Spark on two cores with the serialiser that cannot rebuild records. */
  public static LocalSpark startWithKryo() {
    return new LocalSpark(
        conf(2).set("spark.serializer", "org.apache.spark.serializer.KryoSerializer"));
  }

  /** Starts Spark on two cores, which runs a failed task up to three more times. */
  public static LocalSpark startWithRetries() {
    return new LocalSpark(conf("local[2, 4]"));
  }

  private static SparkConf conf(int cores) {
    return conf("local[" + cores + "]");
  }

  private static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", "2");
  }

  /** The session. */
  public SparkSession session() {
    return session;
  }

  /** The context. */
  public JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  @Override
  public void close() {
    session.stop();
  }
}
