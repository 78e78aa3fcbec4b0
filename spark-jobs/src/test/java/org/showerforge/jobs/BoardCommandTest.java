package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.card.Json;
import org.showerforge.data.output.Lease;
import org.showerforge.jobs.refresh.Outcome;
import org.showerforge.jobs.refresh.Outcome.Kind;
import org.showerforge.jobs.refresh.Start;
import org.showerforge.jobs.refresh.WorkFolder;
import org.showerforge.jobs.registry.Candidate;
import org.showerforge.jobs.registry.GeneratorLine;
import org.showerforge.jobs.registry.HistoryEntry.Grounds;
import org.showerforge.jobs.registry.LineName;
import org.showerforge.jobs.registry.Registry;
import org.showerforge.metrics.Judged;

/** {@code board} on a real registry and real work folders: what it shows, and what it refuses. */
final class BoardCommandTest {
  private static final Configuration CONF = new Configuration();

  private static final String HOSTILE = "<script>alert(\"x\")</script> 'quoted' & {{data}}";
  private static final String ESCAPED =
      "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &#39;quoted&#39; &amp; {{data}}";

  @TempDir private Path folder;
  private final Instant now = Instant.now();
  private Path registry = Path.of("");
  private Path work = Path.of("");
  private Path page = Path.of("");

  @BeforeEach
  void place() {
    registry = folder.resolve("a registry & more");
    work = folder.resolve("work");
    page = folder.resolve("board.html");
  }

  private GeneratorLine line(String name) {
    return new Registry(CONF, registry.toString()).line(LineName.of(name));
  }

  private static Grounds grounds(double auc, double before, String reason) {
    return new Grounds(
        "",
        figures(auc),
        before > 0 ? figures(before) : Map.of(),
        List.of("3,000 new training events", reason));
  }

  private static Map<String, Judged> figures(double auc) {
    return Map.of(
        "aucHigh", new Judged(auc, 0.01, 0.502), "emd/response", new Judged(0.1, 0.01, 0.01));
  }

  private Candidate candidate(boolean evaluated) throws IOException {
    Path evaluation = folder.resolve("evaluation");
    Files.createDirectories(evaluation);
    Files.writeString(evaluation.resolve("metrics.json"), "{}");
    Files.writeString(evaluation.resolve("report.html"), "a report");
    return new Candidate(
        Samples.generator().toString(), evaluated ? evaluation.toString() : null, null);
  }

  /** v1 promoted, v2 rejected, v3 promoted and rolled back. */
  private void makeLine() throws IOException {
    GeneratorLine line = line("calogan/eplus");
    try (Lease lease = line.lease()) {
      line.add(lease, candidate(false), null, Grounds.of("by hand"));
      line.promote(lease, 1, grounds(0.75, 0, "there is no incumbent"));
      line.add(lease, candidate(true), null, grounds(0.8, 0.77, "no better " + HOSTILE));
      line.reject(lease, 2, grounds(0.8, 0.77, "no better " + HOSTILE));
      line.add(lease, candidate(false), null, grounds(0.7, 0.78, "better"));
      line.promote(lease, 3, grounds(0.7, 0.78, "better"));
      line.rollBack(lease, Grounds.of("the electrons look odd"));
    }
  }

  private String ago(Duration age) {
    return now.minus(age).toString();
  }

  private Outcome outcome(String line, String began, Kind kind, int run, String... reasons) {
    return new Outcome(
        Outcome.FORMAT_VERSION,
        "0.1.0",
        line,
        began,
        700,
        kind,
        run,
        kind == Kind.FAILED ? 0 : run,
        0,
        1,
        List.of(reasons),
        run == 0
            ? List.of()
            : List.of(new Outcome.Step("train", 605), new Outcome.Step(HOSTILE, 42)),
        run == 0 ? Outcome.Events.NONE : new Outcome.Events(7_000, 6_900, 60, 40, 5_000, 1_234),
        Map.of(),
        Map.of(),
        kind == Kind.FAILED ? ago(Duration.ofDays(4)) : began);
  }

  private static Start start(String began) {
    return new Start(
        began, new Outcome.Events(9_000, 8_800, 110, 90, 6_000, 777), 1, "", "", "", 1, "new data");
  }

  /** A run of every kind, and a failure that another attempt carries on with. */
  private void makeWork() throws IOException {
    WorkFolder runs = new WorkFolder(CONF, work.toString());
    for (int run = 1; run <= 2; run++) {
      String began = ago(Duration.ofDays(6 - run));
      runs.begin(run, start(began));
      runs.finish(
          outcome("calogan/eplus", began, run == 1 ? Kind.PROMOTED : Kind.REJECTED, run, "why"));
    }
    String began = ago(Duration.ofDays(3));
    runs.begin(3, start(began));
    runs.done(3, new Outcome.Step("prepare", 12));
    runs.note(outcome("calogan/eplus", began, Kind.FAILED, 3, "new data", HOSTILE));
  }

  private CommandLineRun board(Object... works) {
    List<String> all = new ArrayList<>(List.of("board", registry.toString()));
    for (Object each : works) {
      all.addAll(List.of("--work", each.toString()));
    }
    all.addAll(List.of("--output", page.toString()));
    return CommandLineRun.of(all.toArray(new String[0]));
  }

  private String written(Object... works) throws IOException {
    CommandLineRun run = board(works);
    assertThat(run.complaints()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("board      " + page + System.lineSeparator());
    return Files.readString(page);
  }

  /** The page without the content of its scripts. */
  private static String markup(String html) {
    return Pattern.compile("(<script[^>]*>).*?</script>", Pattern.DOTALL)
        .matcher(html)
        .replaceAll("$1</script>");
  }

  private static JsonNode data(String html) {
    Matcher matcher = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertThat(matcher.find()).isTrue();
    assertThat(matcher.group(1)).doesNotContain("<");
    return Json.parseYamlValue(matcher.group(1), "page data");
  }

  @Test
  void generatorsAndWhatBecameOfThem() throws IOException {
    makeLine();
    String html = written();
    // Kept for a look at it.
    Files.writeString(Path.of("target", "board.html"), html);
    String markup = markup(html);
    assertThat(markup)
        .contains(
            "<title>1 generator</title>",
            "Registry " + registry.toString().replace("&", "&amp;"),
            "Nothing needs attention.",
            "No work folder was given",
            "<td>v1</td>",
            "0.780 ± 0.010<br><span class=\"below\">floor 0.502</span>",
            "rolled back",
            "the electrons look odd",
            "no better " + ESCAPED,
            "<a href=\"./a%20registry%20&amp;%20more/calogan/eplus/v0002/evaluation/report.html\">")
        .doesNotContain("emd/", "v0001/evaluation", "<script>alert", "src=", "http:", "https:")
        .containsSubsequence(
            "rolled back",
            "added, <span class=\"kept\">promoted</span></td><td>v3",
            "added, rejected</td><td>v2",
            "<td><span class=\"kept\">promoted</span></td><td>v1",
            "<td>added</td><td>v1");
    assertThat(Pattern.compile("no better").matcher(markup).results().count())
        .as("a version is added and judged for the same reasons, which are there once")
        .isEqualTo(2);
    assertThat(Pattern.compile("</script").matcher(html).results().count()).isEqualTo(3);

    JsonNode charts = data(html);
    assertThat(charts).hasSize(1);
    assertThat(charts.at("/0/name").asText()).isEqualTo("calogan-eplus-aucHigh");
    assertThat(charts.at("/0/points").findValuesAsText("value"))
        .containsExactly("0.75", "0.8", "0.7");
    assertThat(charts.at("/0/points").findValuesAsText("promoted"))
        .containsExactly("true", "false", "true");
    assertThat(charts.at("/0/production").findValuesAsText("value"))
        .as("what is in production is measured anew with every challenger")
        .containsExactly("null", "0.75", "0.77", "0.77", "0.78", "0.7", "0.78");
  }

  @Test
  void aVersionPromotedByHandHasTheFiguresOfItsEvaluation() throws IOException {
    Path shipped = Path.of("../generators/calogan-eplus").toAbsolutePath().normalize();
    GeneratorLine line = line("calogan/eplus");
    try (Lease lease = line.lease()) {
      Candidate evaluated = new Candidate(shipped.toString(), shipped.toString(), null);
      line.add(lease, evaluated, null, Grounds.of("shipped"));
      line.promote(lease, 1, Grounds.of("first"));
    }
    JsonNode figures =
        Json.parseYamlValue(Files.readString(shipped.resolve("metrics.json")), "metrics.json")
            .get("figures");
    JsonNode charts = data(written());
    assertThat(charts).hasSize(3);
    assertThat(charts.at("/0/points/0/value")).isEqualTo(figures.at("/aucHigh/value"));
    assertThat(charts.at("/1/points/0/error")).isEqualTo(figures.at("/aucLow/error"));
    assertThat(charts.at("/2/production/1/value")).isEqualTo(figures.at("/fpd/value"));
  }

  @Test
  void whatHasNeverSucceededNeedsAttentionAfterTwoDays() throws IOException {
    makeLine();
    WorkFolder runs = new WorkFolder(CONF, work.toString());
    runs.begin(1, start(ago(Duration.ofHours(47))));
    assertThat(markup(written(work))).contains("Nothing needs attention.", "under way");
    runs.begin(1, start(ago(Duration.ofHours(49))));
    assertThat(markup(written(work)))
        .contains(
            "1 thing needs attention:",
            work + ": none has succeeded since the first, which began 2 days ago");
  }

  @Test
  void refreshesAndWhatNeedsAttention() throws IOException {
    makeLine();
    makeWork();
    GeneratorLine photons = line("calogan/gamma");
    try (Lease lease = photons.lease()) {
      photons.add(lease, candidate(false), null, Grounds.of(""));
      photons.promote(lease, 1, Grounds.of("first"));
    }
    Files.writeString(registry.resolve("calogan/gamma/current.json"), "{");
    Path other = folder.resolve("other");
    new WorkFolder(CONF, other.toString())
        .note(
            outcome(
                "calogan/gamma", ago(Duration.ofHours(5)), Kind.NOTHING_TO_DO, 0, "0 new events"));
    String html = written(work, other);
    assertThat(markup(html))
        .contains(
            "<title>2 generators</title>",
            "2 things need attention:",
            "calogan/eplus: the last refresh failed, ",
            ESCAPED + "; the last refresh that did not fail began 4 days ago",
            "current.json",
            "promote or roll back to write it anew",
            "<span class=\"failed\">damaged</span>",
            "Refreshes of calogan/eplus",
            "Refreshes of calogan/gamma",
            "title=\"train 10 min 05 s\"",
            "class=\"step \" style=\"width:6.5%\" title=\"" + ESCAPED + " 42 s\"",
            "title=\"prepare 12 s\"",
            "<td class=\"number\">7,000</td><td class=\"number\">6,900</td>"
                + "<td class=\"number\">60</td><td class=\"number\">40</td>"
                + "<td class=\"number\">1,234</td>",
            "failed attempts so far: 1",
            "nothing to do",
            "0 new events")
        .doesNotContain("<script>alert")
        .containsSubsequence(
            "Refreshes of calogan/eplus",
            "<b>under way</b>",
            "<tr class=\"bad\"><td>3</td>",
            "rejected</td><td>v2</td>",
            "promoted</span></td><td>v1</td>");
    assertThat(Pattern.compile("</script").matcher(html).results().count()).isEqualTo(3);
  }

  @Test
  void aRunThatCannotBeReadHidesNoOther() throws IOException {
    makeLine();
    makeWork();
    Files.writeString(work.resolve("runs/000002/outcome.json"), "{\"formatVersion\": 9}");
    Files.writeString(
        registry.resolve("calogan/eplus/history/000003.json"), "{\"formatVersion\": 9}");
    assertThat(markup(written(work)))
        .contains(
            "3 things need attention",
            "000002/outcome.json",
            "history/000003.json",
            "<td>v1</td>",
            "promoted</span></td><td>v1</td>");
  }

  @Test
  void anOlderPageIsReplacedAndNothingElseIsLeft() throws IOException {
    makeLine();
    page = folder.resolve("pages/board.html");
    Files.createDirectories(page.getParent());
    Files.writeString(page, "old");
    assertThat(markup(written())).contains("href=\"./../a%20registry%20&amp;%20more/");
    try (Stream<Path> files = Files.list(page.getParent())) {
      assertThat(files).containsExactly(page);
    }
  }

  @Test
  void aRegistryOfNothing() throws IOException {
    Files.createDirectories(registry);
    assertThat(markup(written())).contains("No generators", "has no generator yet");
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    assertRefused(board(), registry + ": there is no such folder; is the path right?");
    makeLine();
    Path nothing = folder.resolve("nothing");
    String empty = "work " + nothing + ": holds neither runs nor last.json";
    assertRefused(board(nothing), empty);
    Files.createDirectories(nothing.resolve("runs"));
    assertRefused(board(nothing), empty);
    assertRefused(board(" "), "work: must name a folder");
    assertThat(page).doesNotExist();
    Files.createDirectories(page);
    assertRefused(board(), "output " + page + ": is a folder; name a file");
    page = Path.of(" ");
    assertRefused(board(), "output: must name the page's file");
    assertRefused(CommandLineRun.of("board", registry.toString()), "--output");
  }

  private static void assertRefused(CommandLineRun run, String said) {
    assertThat(run.complaints()).singleElement().asString().startsWith("showerforge: ");
    assertThat(run.complaints().get(0)).contains(said);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpHasAnExample() {
    CommandLineRun help = CommandLineRun.of("board", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("--work", "--output", "showerforge board /data/registry");
  }
}
