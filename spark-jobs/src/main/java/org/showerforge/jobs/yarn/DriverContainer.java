package org.showerforge.jobs.yarn;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container of YARN in which the driver runs in cluster mode. Nobody sees its terminal, its
 * exit code is lost, and YARN starts a driver that failed again, which a user's mistake does not
 * deserve: it would fail each time.
 */
public final class DriverContainer {
  private static final Logger LOG = LoggerFactory.getLogger(DriverContainer.class);

  /** Spark sets it for the application master, and in cluster mode that is the driver's process. */
  private static final String STAGING = System.getenv("SPARK_YARN_STAGING_DIR");

  private static final int CONNECT_MS = 10_000;
  private static final int RETRY_MS = 1000;

  private DriverContainer() {}

  /** Whether this process runs in one. */
  public static boolean isHere() {
    return STAGING != null;
  }

  /**
   * Ends the application as failed for good. The line becomes its diagnostics, with the exit code
   * before it; the launcher makes of them what the command would have said and returned. Elsewhere
   * than in a container nothing happens.
   */
  public static void giveUp(int exitCode, String line) {
    if (!isHere()) {
      return;
    }
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    conf.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, CONNECT_MS);
    conf.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, RETRY_MS);
    try (AMRMClient<AMRMClient.ContainerRequest> manager = AMRMClient.createAMRMClient()) {
      manager.init(conf);
      manager.start();
      manager.unregisterApplicationMaster(
          FinalApplicationStatus.FAILED, "exit code %d: %s".formatted(exitCode, line), "");
      // Spark would do it only after the last attempt.
      Path staging = new Path(STAGING);
      staging.getFileSystem(conf).delete(staging, true);
    } catch (YarnException | IOException e) {
      LOG.warn("YARN cannot be told that the application failed for good: {}", e.toString());
    }
  }
}
