package org.showerforge.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices of one node, taken by processes of their own, as executors are. */
final class LockingDiscoveryTest {
  private final List<Process> running = new ArrayList<>();
  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void aNodeOfTwoDevices() throws IOException {
    script = script("\"0\", \"1\"");
  }

  @AfterEach
  void stop() {
    running.forEach(Process::destroyForcibly);
  }

  @Test
  void executorsOfOneNodeNeverShareADevice() throws IOException {
    // Begun together; only then is either waited for.
    Process first = start(1);
    Process second = start(1);
    assertThat(List.of(said(first), said(second))).containsExactlyInAnyOrder("has 0", "has 1");
    assertThat(said(start(1)))
        .startsWith("refused gpu: the executor needs 1, but of this node's 2 ([0, 1]) only 0 are")
        .contains(folder.resolve("locks").toString())
        .doesNotContain("\n");
  }

  @Test
  void aKilledExecutorFreesItsDevice() throws IOException, InterruptedException {
    Process first = start(1);
    assertThat(said(first)).isEqualTo("has 0");
    Process second = start(1);
    assertThat(said(second)).isEqualTo("has 1");
    first.destroyForcibly().waitFor();
    assertThat(said(start(1))).isEqualTo("has 0");
  }

  @Test
  void allDevicesThatAreAskedForOrNone() throws IOException, InterruptedException {
    Process one = start(1);
    assertThat(said(one)).isEqualTo("has 0");
    assertThat(said(start(2)))
        .startsWith("refused")
        .contains("needs 2")
        .contains("only 1 are free");
    // The refused one held nothing back.
    assertThat(said(start(1))).isEqualTo("has 1");
  }

  @Test
  void twoThatEachWantAllDoNotGetOneEach() throws IOException {
    Process first = start(2);
    Process second = start(2);
    assertThat(List.of(said(first), said(second)))
        .filteredOn(line -> line.equals("has 0,1"))
        .hasSize(1);
  }

  @Test
  void anAddressThatWouldLeaveTheFolderIsRefused() throws IOException {
    script = script("\"../../0\"");
    assertThat(said(start(1))).startsWith("refused").contains("address '../../0'");
    assertThat(Files.exists(folder.resolve("locks"))).isFalse();
  }

  @Test
  void aScriptThatFailsIsNamed() throws IOException {
    Files.writeString(script, "#!/bin/sh\nexit 3\n");
    assertThat(said(start(1))).startsWith("refused").contains(script.toString()).contains("failed");
  }

  private Path script(String addresses) throws IOException {
    Path file = folder.resolve("discover");
    Files.writeString(
        file, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [" + addresses + "]}'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private Process start(int amount) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                script.toString(),
                folder.resolve("locks").toString(),
                Integer.toString(amount))
            .redirectError(folder.resolve("error-" + running.size()).toFile())
            .start();
    running.add(process);
    return process;
  }

  private static String said(Process process) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      // The log of the tests goes to standard output as well.
      String line = reader.readLine();
      while (line != null && !line.startsWith("has ") && !line.startsWith("refused ")) {
        line = reader.readLine();
      }
      return String.valueOf(line);
    }
  }
}
