package org.showerforge.gpu;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets every executor's {@link MemoryLimits} before its first task. Every job asks for it in {@code
 * spark.plugins}. An executor inside the driver has no container of its own, and no limits.
 */
public final class ExecutorLimits implements SparkPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorLimits.class);

  /** Made by Spark. */
  public ExecutorLimits() {}

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extraConf) {
        if (!context.executorID().equals("driver")) {
          MemoryLimits limits = MemoryLimits.of(context.conf());
          limits.apply();
          LOG.info("memory: {}", limits);
        }
      }
    };
  }
}
