package org.showerforge.jobs.yarn;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;

/**
 * Looks whether YARN can be reached, in seconds and before anything is uploaded: Spark's own client
 * tries for many minutes, and a wrong folder sends it to a ResourceManager at 0.0.0.0.
 *
 * <p>Any of several ResourceManagers (high availability) will do. Only that somebody listens is
 * checked; who may submit is for YARN to say.
 */
public final class ClusterCheck {
  private static final String RM = "yarn.resourcemanager.";
  private static final int PORT = 8032;
  private static final int CONNECT_MS = 3000;
  private static final int USER_ERROR = 2;

  private ClusterCheck() {}

  /**
   * Checks, and ends the process with code 2 and one line if YARN is out of reach.
   *
   * @param folders the value of HADOOP_CONF_DIR or YARN_CONF_DIR, or both
   */
  public static void main(String[] folders) {
    try {
      check(List.of(folders), CONNECT_MS);
    } catch (UserException e) {
      System.err.println("showerforge: --master yarn: " + e.getMessage());
      Runtime.getRuntime().exit(USER_ERROR);
    }
  }

  /** Throws unless one of the ResourceManagers that the folders name can be connected to. */
  static void check(List<String> folders, int connectMs) {
    Configuration conf = read(folders);
    List<String> tried = new ArrayList<>();
    for (InetSocketAddress manager : managers(conf, folders)) {
      try (Socket socket = new Socket()) {
        socket.connect(manager, connectMs);
        return;
      } catch (IOException | IllegalArgumentException e) {
        tried.add(
            manager.getHostString()
                + ":"
                + manager.getPort()
                + (manager.isUnresolved() ? " (no such host)" : " (" + reason(e) + ")"));
      }
    }
    throw new UserException(
        "no ResourceManager answers at %s; is YARN up, and is HADOOP_CONF_DIR %s this cluster's?",
        String.join(", ", tried), String.join(" ", folders));
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static Configuration read(List<String> folders) {
    Configuration conf = new Configuration(false);
    boolean found = false;
    for (String folder : folders) {
      if (!new File(folder).isDirectory()) {
        throw new UserException("HADOOP_CONF_DIR %s: no such folder", folder);
      }
      for (String name : List.of("core-site.xml", "yarn-site.xml")) {
        File file = new File(folder, name);
        if (file.isFile()) {
          conf.addResource(new Path(file.toURI()));
          found |= name.startsWith("yarn");
        }
      }
    }
    if (!found) {
      throw new UserException(
          "HADOOP_CONF_DIR %s: no yarn-site.xml in it; it must be the folder of this cluster's configuration",
          String.join(" ", folders));
    }
    try {
      conf.size();
    } catch (RuntimeException e) {
      throw new UserException(
          "HADOOP_CONF_DIR %s: its configuration cannot be read: %s",
          String.join(" ", folders), reason(e));
    }
    return conf;
  }

  private static List<InetSocketAddress> managers(Configuration conf, List<String> folders) {
    Collection<String> ids =
        conf.getBoolean(RM + "ha.enabled", false)
            ? conf.getTrimmedStringCollection(RM + "ha.rm-ids")
            : List.of("");
    List<InetSocketAddress> managers = new ArrayList<>();
    for (String id : ids) {
      String suffix = id.isEmpty() ? "" : "." + id;
      String host = conf.getTrimmed(RM + "hostname" + suffix, "");
      String address = conf.getTrimmed(RM + "address" + suffix, host);
      if (!address.isEmpty()) {
        managers.add(socket(address, suffix));
      }
    }
    if (managers.isEmpty()) {
      throw new UserException(
          "HADOOP_CONF_DIR %s: its yarn-site.xml names no ResourceManager (%shostname or %saddress)",
          String.join(" ", folders), RM, RM);
    }
    return managers;
  }

  private static InetSocketAddress socket(String address, String suffix) {
    int colon = address.lastIndexOf(':');
    try {
      int port = colon < 0 ? PORT : Integer.parseInt(address.substring(colon + 1));
      return new InetSocketAddress(colon < 0 ? address : address.substring(0, colon), port);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "%saddress%s: must be host:port, got '%s'; mend yarn-site.xml", RM, suffix, address);
    }
  }
}
