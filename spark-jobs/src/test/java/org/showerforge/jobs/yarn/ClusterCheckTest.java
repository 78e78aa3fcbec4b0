package org.showerforge.jobs.yarn;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;

/** Real configuration files and real sockets. */
final class ClusterCheckTest {
  private static final int CONNECT_MS = 2000;
  @TempDir private Path folder;

  @Test
  void aListeningResourceManagerWillDoAlsoAsTheSecondOfTwo() throws IOException {
    try (ServerSocket up = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "${host}:" + up.getLocalPort();
      write("host=127.0.0.1", "yarn.resourcemanager.address=" + address);
      assertThatCode(this::check).doesNotThrowAnyException();
      write(
          "host=127.0.0.1",
          "yarn.resourcemanager.ha.enabled=true",
          "yarn.resourcemanager.ha.rm-ids=a,b",
          "yarn.resourcemanager.address.a=127.0.0.1:" + closedPort(),
          "yarn.resourcemanager.address.b=" + address);
      assertThatCode(this::check).doesNotThrowAnyException();
    }
  }

  @Test
  void aResourceManagerThatIsDownIsNamed() throws IOException {
    int port = closedPort();
    write("yarn.resourcemanager.address=127.0.0.1:" + port);
    refuses("no ResourceManager answers at 127.0.0.1:" + port + " (Connection refused)");
    write("yarn.resourcemanager.hostname=no-such-host.invalid");
    refuses("no-such-host.invalid:8032 (no such host)");
  }

  @Test
  void aFolderThatIsNoConfigurationIsNamed() throws IOException {
    refuses("no yarn-site.xml");
    write("yarn.log-aggregation-enable=true");
    refuses("names no ResourceManager");
    write("yarn.resourcemanager.address=here");
    Files.writeString(folder.resolve("yarn-site.xml"), "<configuration><prop");
    refuses("cannot be read");
    write("yarn.resourcemanager.address=host:port");
    refuses("must be host:port, got 'host:port'");
    assertThatThrownBy(
            () -> ClusterCheck.check(List.of(folder.resolve("nowhere").toString()), CONNECT_MS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("nowhere: no such folder");
  }

  private void check() {
    ClusterCheck.check(List.of(folder.toString()), CONNECT_MS);
  }

  private void refuses(String message) {
    assertThatThrownBy(this::check)
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message)
        .extracting(Throwable::getMessage, org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .doesNotContain("\n");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void write(String... properties) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>");
    for (String property : properties) {
      int equals = property.indexOf('=');
      xml.append("<property><name>")
          .append(property, 0, equals)
          .append("</name><value>")
          .append(property.substring(equals + 1))
          .append("</value></property>");
    }
    Files.writeString(folder.resolve("yarn-site.xml"), xml.append("</configuration>"));
  }
}
