package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user types at a registry, and gets wrong. */
final class RegistryCommandTest {
  private static final String GENERATOR = "../generators/calogan-eplus";
  private static final String NAME = "calogan/eplus";

  @TempDir private Path folder;

  private CommandLineRun run(String command, String... more) {
    String[] arguments = new String[2 + more.length];
    arguments[0] = "registry";
    arguments[1] = command;
    System.arraycopy(more, 0, arguments, 2, more.length);
    return CommandLineRun.of(arguments);
  }

  private static void assertRefused(CommandLineRun run, String... words) {
    assertThat(run.err()).contains(words);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void aVersionIsNamedAsItIsPrinted() {
    String root = folder.resolve("registry").toString();
    assertThat(run("add", root, NAME, GENERATOR).out()).contains("calogan/eplus v1");
    for (String version : new String[] {"v1", "v0001", "1"}) {
      assertThat(run("promote", root, NAME, version).code()).isZero();
      assertThat(run("show", root, NAME, version).out()).contains("calogan/eplus v1, made");
    }
    assertRefused(run("show", root, NAME, "v7"), "v7");
    assertRefused(run("show", root, NAME, "newest"), "'newest' must be v<number>");
  }

  @Test
  void aRegistryThatCannotBeUsedIsOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(run("list", folder.resolve("nowhere").toString()), "no such folder");
    assertRefused(
        run("add", file.toString(), NAME, GENERATOR), "a file is where a folder should be");
    String root = folder.resolve("registry").toString();
    run("add", root, NAME, GENERATOR);
    run("promote", root, NAME, "v1");
    Files.writeString(folder.resolve("registry/calogan/eplus/current.json"), "{\"half");
    assertRefused(run("list", root), "current.json", "damaged");
    assertThat(run("promote", root, NAME, "v1").code()).isZero();
    assertThat(run("list", root).out()).contains("current v1");
  }
}
