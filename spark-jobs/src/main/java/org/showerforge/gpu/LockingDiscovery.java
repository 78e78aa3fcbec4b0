package org.showerforge.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.resource.ResourceDiscoveryPlugin;
import org.apache.spark.resource.ResourceDiscoveryScriptPlugin;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.resource.ResourceRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a node's devices by the usual discovery script, and takes as many as the executor asked for
 * that no other process of the node has. Without it Spark gives every executor of a node all that
 * the script prints, and two of them compute on the same device.
 *
 * <p>Use: {@code spark.resources.discoveryPlugin=org.showerforge.gpu.LockingDiscovery}. The key
 * {@code spark.showerforge.gpu.lockFolder} names the folder of the locks, the same for all
 * executors of a node; {@value #DEFAULT_FOLDER} if not set. Not {@code java.io.tmpdir}: on YARN
 * that is a folder of each container's own.
 */
public final class LockingDiscovery implements ResourceDiscoveryPlugin {
  static final String FOLDER_KEY = "spark.showerforge.gpu.lockFolder";
  static final String DEFAULT_FOLDER = "/tmp/showerforge-gpu-locks";

  private static final Logger LOG = LoggerFactory.getLogger(LockingDiscovery.class);

  /** Numbers and the UUIDs of devices and of their MIG slices; they become names of files. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./:-]{0,99}");

  /** Made by Spark. */
  public LockingDiscovery() {}

  @Override
  public Optional<ResourceInformation> discoverResource(ResourceRequest request, SparkConf conf) {
    String kind = request.id().resourceName();
    if (request.discoveryScript().isEmpty()) {
      throw fail(
          "%s: no discovery script; set spark.executor.resource.%s.discoveryScript", kind, kind);
    }
    String script = request.discoveryScript().get();
    List<String> found = addresses(request, conf, kind, script);
    Path folder = Path.of(conf.get(FOLDER_KEY, DEFAULT_FOLDER));
    List<String> taken;
    try {
      taken = new DeviceLocks(folder, kind).take(found, Math.toIntExact(request.amount()));
    } catch (IOException e) {
      throw fail(
          "%s: the locks in %s cannot be taken: %s; name a folder that all executors of a node can write in %s",
          kind, folder, e, FOLDER_KEY);
    }
    if (taken.size() < request.amount()) {
      throw fail(
          "%s: the executor needs %d, but of this node's %d (%s) only %d are free, by the locks in %s; run fewer"
              + " executors per node or lower spark.executor.resource.%s.amount",
          kind, request.amount(), found.size(), found, taken.size(), folder, kind);
    }
    LOG.info("{}: this executor has {} of {}", kind, taken, found);
    return Optional.of(new ResourceInformation(kind, taken.toArray(String[]::new)));
  }

  private static List<String> addresses(
      ResourceRequest request, SparkConf conf, String kind, String script) {
    Optional<ResourceInformation> found;
    try {
      found = new ResourceDiscoveryScriptPlugin().discoverResource(request, conf);
    } catch (Exception e) {
      // Spark throws its checked exception, which Scala does not declare.
      throw fail("%s: the discovery script %s failed: %s", kind, script, e);
    }
    List<String> addresses =
        found.map(resource -> Arrays.asList(resource.addresses())).orElse(List.of());
    for (String address : addresses) {
      if (!ADDRESS.matcher(address).matches()) {
        throw fail(
            "%s: the discovery script %s gave the address '%s'; must be letters, digits and ._/:-",
            kind, script, address);
      }
    }
    return addresses.stream().distinct().toList();
  }

  @com.google.errorprone.annotations.FormatMethod
  private static IllegalStateException fail(String format, Object... arguments) {
    String line = String.format(java.util.Locale.ROOT, format, arguments);
    // Executors end with a stack trace somewhere in their log; this line stands by itself.
    LOG.error(line);
    return new IllegalStateException(line);
  }
}
