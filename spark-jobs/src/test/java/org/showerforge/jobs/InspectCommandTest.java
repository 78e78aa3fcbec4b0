package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.card.Json;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.generate.GenerateJob;
import org.showerforge.jobs.settings.Settings;

/** {@code inspect} on real data sets: what it prints, writes, and ends with. */
final class InspectCommandTest {
  @TempDir private static Path folder;
  private static Path second = Path.of("");
  private static Path showers = Path.of("");

  @BeforeAll
  static void make() {
    second = folder.resolve("second");
    showers = folder.resolve("showers");
    Samples.on(
        "local[2]",
        sc -> {
          PrepareJob.run(
              sc,
              Settings.resolve(
                  "prepare",
                  "",
                  List.of(
                      "input=" + Samples.RAW.resolveSibling("eplus_1-20GeV_1.h5"),
                      "output=" + second,
                      "energyRangeGeV=[1, 20]"),
                  PrepareConfig.class),
              Progress.Stages.NONE);
          return GenerateJob.run(sc, Samples.generate(showers, "events=3000"), Progress.NONE);
        });
  }

  private static CommandLineRun inspect(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("inspect"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return CommandLineRun.of(all.toArray(new String[0]));
  }

  private static void assertDone(CommandLineRun run, int code, String... said) {
    assertThat(run.complaints()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).contains(said);
  }

  private static void assertRefused(CommandLineRun run, String... said) {
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).startsWith("showerforge: ").contains(said);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void oneDataSetIsShown() throws IOException {
    Path page = Path.of("target", "inspection-one.html");
    Files.deleteIfExists(page);
    CommandLineRun run = inspect(Samples.prepared(), "--all", "--report", page);
    assertDone(
        run, 0, "1,950 events of detector calogan", "layer_2 cells hit", "95 %", "report     ");
    // 1 condition, the weight, 2 of the total, 3 of each layer; two heads and the report's line.
    assertThat(run.out().lines().filter(line -> line.contains("1,950"))).hasSize(1 + 13);
    assertThat(run.out()).containsPattern("weight +1,950 +1\\.00 +0 +1\\.00");
    assertPage(page, 9);
  }

  @Test
  void someRowsAreEnoughForATerminal() {
    CommandLineRun run = inspect(Samples.prepared(), "--split", "test");
    assertDone(run, 0, "... and 1 more (--all shows them)");
    Matcher events = Pattern.compile("A .*: ([0-9,]+) events").matcher(run.out());
    assertThat(events.find()).isTrue();
    assertThat(Integer.parseInt(events.group(1).replace(",", ""))).isBetween(300, 700);
  }

  @Test
  void twoFilesOfOneProductionShowNoDrift() throws IOException {
    Path page = Path.of("target", "inspection-two.html");
    Files.deleteIfExists(page);
    assertDone(
        inspect(Samples.prepared(), second, "--fail-on-drift", "--report", page),
        0,
        "no drift seen",
        "... and 1 more without drift",
        "mean energy of ",
        "occupancy of ");
    assertPage(page, 9);
  }

  @Test
  void showersOfAnUntrainedGeneratorDrift() throws IOException {
    Path page = Path.of("target", "inspection-drift.html");
    Files.deleteIfExists(page);
    assertDone(inspect(Samples.prepared(), showers, "--report", page), 0, "drift: ");
    assertPage(page, 9);
    assertThat(Files.readString(page)).contains("<figure class=\"shape off\">");
    assertDone(inspect(Samples.prepared(), showers, "--fail-on-drift"), 3, "drift: ");
  }

  private static void assertPage(Path page, int leastCharts) throws IOException {
    String html = Files.readString(page);
    Matcher data = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertThat(data.find()).isTrue();
    var json = Json.parseYamlValue(data.group(1), "page data");
    assertThat(json.get("histograms").size()).isGreaterThanOrEqualTo(leastCharts);
    assertThat(json.get("maps")).hasSize(2);
    assertThat(json.get("maps").get(0).get("a")).hasSize(504);
    String markup =
        Pattern.compile("(<script[^>]*>).*?</script>", Pattern.DOTALL)
            .matcher(html)
            .replaceAll("$1</script>");
    assertThat(markup)
        .doesNotContain("http:", "https:", "@import", "<link", "url(", "{{")
        .contains("default-src 'none'", "data-layer=\"2\"");
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    assertRefused(inspect(folder.resolve("nowhere")), "nowhere", "is the path right?");
    assertRefused(inspect(Samples.generator()), "is of kind 'generator', need 'prepared'");
    assertRefused(inspect(Samples.prepared(), "--split", "tset"), "--split tset", "validation");
    assertRefused(inspect(showers, "--split", "test"), "--split test", "no splits");
    assertRefused(inspect(Samples.prepared(), "--fail-on-drift"), "needs two data sets");
    Path report = Files.writeString(folder.resolve("report.html"), "mine");
    assertRefused(inspect(Samples.prepared(), "--report", report), "exists already");
    assertThat(report).hasContent("mine");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(Samples.prepared().toFile(), copy.toFile());
    Path file = copy.resolve("events/split=train/part-000000.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    CommandLineRun run = inspect(copy, "--split", "train");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("part-000000.parquet", "damaged");
    Path statistics = copy.resolve(statistics(copy));
    Files.write(statistics, Arrays.copyOf(Files.readAllBytes(statistics), 1000));
    Files.delete(statistics.resolveSibling("." + statistics.getFileName() + ".crc"));
    assertRefused(inspect(copy), statistics.getFileName().toString(), "its SHA-256 differs");
  }

  private static String statistics(Path dataset) throws IOException {
    try (Stream<Path> files = Files.list(dataset)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("statistics-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
