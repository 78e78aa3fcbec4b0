package org.showerforge.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page links to, wherever it is. */
final class PageLinksTest {
  @TempDir private Path folder;

  private static String link(String page, Path file) throws IOException {
    return new PageLinks(new Configuration(), new org.apache.hadoop.fs.Path(page))
        .to(new org.apache.hadoop.fs.Path(file.toString()));
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "a report");
  }

  @Test
  void onOneFileSystemTheyAreRelative() throws IOException {
    Path file = file("registry 1/a%b/report.html");
    assertThat(link("file:" + folder + "/board.html", file))
        .isEqualTo("./registry%201/a%25b/report.html");
    assertThat(link("file:" + folder + "/pages/of/today.html", file))
        .isEqualTo("./../../registry%201/a%25b/report.html");
    assertThat(link("file:" + folder + "/registry 1/a%b/board.html", file))
        .isEqualTo("./report.html");
  }

  @Test
  void onAnotherTheyAreWhole() throws IOException {
    Path file = file("registry 1/report.html");
    assertThat(link("hdfs://elsewhere/pages/board.html", file))
        .isEqualTo("file://" + folder + "/registry%201/report.html");
  }

  @Test
  void whatIsNotThereHasNone() throws IOException {
    assertThat(link("file:" + folder + "/board.html", folder.resolve("report.html"))).isEmpty();
  }
}
