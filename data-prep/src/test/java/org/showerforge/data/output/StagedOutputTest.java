package org.showerforge.data.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;

/** Output that appears as a whole or not at all. */
final class StagedOutputTest {
  private final Configuration conf = new Configuration();

  @TempDir private Path folder;

  @Test
  void nothingIsVisibleBeforeTheCommitAndAllOfItAfter() throws IOException {
    Path output = folder.resolve("deep/out");
    try (StagedOutput staged = StagedOutput.create(conf, output.toString())) {
      String first = attempt(staged, "0.0-1", "first");
      attempt(staged, "0.0-2", "of an attempt that failed");
      staged.accept(first, "events/part.txt");
      staged.write("extra.txt", "extra".getBytes(StandardCharsets.UTF_8));
      assertThat(output).doesNotExist();
      staged.commit(Map.of("kind", "test"));
    }
    assertThat(output.resolve("events/part.txt")).hasContent("first");
    assertThat(output.resolve("extra.txt")).hasContent("extra");
    assertThat(output.resolve("card.json")).content().contains("\"kind\" : \"test\"");
    assertThat(visible(folder.resolve("deep"))).containsExactly("out");
    assertThat(visible(output)).containsExactlyInAnyOrder("events", "extra.txt", "card.json");
  }

  @Test
  void withoutACommitNothingRemains() throws IOException {
    try (StagedOutput staged = StagedOutput.create(conf, folder.resolve("out").toString())) {
      staged.accept(attempt(staged, "0.0-1", "x"), "x.txt");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRunThatWasKilledOverItsCommitIsGoneOnWith() throws IOException {
    Path output = folder.resolve("out");
    StagedOutput killed = StagedOutput.resume(conf, output.toString(), "id");
    killed.accept(attempt(killed, "0.0-1", "first"), "first.txt");
    killed.write(StagedOutput.CARD, "{\"kind\" : ".getBytes(StandardCharsets.UTF_8));
    try (StagedOutput next = StagedOutput.resume(conf, output.toString(), "id")) {
      next.accept(attempt(next, "0.0-1", "second"), "second.txt");
      next.commit(Map.of("kind", "test"));
    }
    assertThat(visible(output)).containsExactlyInAnyOrder("first.txt", "second.txt", "card.json");
    assertThat(output.resolve("card.json")).content().contains("\"kind\" : \"test\"");
  }

  @Test
  void theStagingFolderIsHiddenFromReaders() throws IOException {
    try (StagedOutput staged = StagedOutput.create(conf, folder.resolve("out").toString())) {
      assertThat(visible(folder)).allMatch(name -> name.startsWith("."));
      assertThat(staged.attempts()).contains("/.out.staging-");
    }
  }

  @Test
  void ofTwoJobsWithOneOutputTheFirstWins() throws IOException {
    String output = folder.resolve("out").toString();
    try (StagedOutput first = StagedOutput.create(conf, output);
        StagedOutput second = StagedOutput.create(conf, output)) {
      first.accept(attempt(first, "0.0-1", "first"), "x.txt");
      second.accept(attempt(second, "0.0-1", "second"), "x.txt");
      first.commit(Map.of("job", 1));
      assertThatThrownBy(() -> second.commit(Map.of("job", 2)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("out")
          .hasMessageContaining("exists already");
    }
    assertThat(folder.resolve("out/x.txt")).hasContent("first");
    assertThat(visible(folder)).containsExactly("out");
    assertThat(visible(folder.resolve("out"))).containsExactlyInAnyOrder("x.txt", "card.json");
  }

  @Test
  void twoTasksCannotClaimOneName() throws IOException {
    try (StagedOutput staged = StagedOutput.create(conf, folder.resolve("out").toString())) {
      staged.accept(attempt(staged, "0.0-1", "a"), "x.txt");
      String again = attempt(staged, "0.0-2", "b");
      assertThatThrownBy(() -> staged.accept(again, "x.txt"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("x.txt");
    }
  }

  @Test
  void anOutputThatExistsIsRefusedAndKept() throws IOException {
    Path output = Files.writeString(folder.resolve("out"), "precious");
    assertThatThrownBy(() -> StagedOutput.create(conf, output.toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("name another folder or delete it");
    assertThat(output).hasContent("precious");
  }

  private String attempt(StagedOutput staged, String attempt, String content) throws IOException {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(staged.attempts(), attempt + "/part.txt");
    try (var out = file.getFileSystem(conf).create(file, false)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file.toString();
  }

  /** What a reader sees: Hadoop's local file system keeps checksums in hidden files beside. */
  private static List<String> visible(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    }
  }
}
