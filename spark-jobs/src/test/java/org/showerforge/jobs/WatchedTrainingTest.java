package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.jobs.train.TrainJob;
import org.showerforge.jobs.watch.EventFileReader;

/**
 * What can be seen of a training from outside while it runs, with the settings of every command.
 * Each stage of the tiny recipe has 7 iterations in 4 rounds.
 */
final class WatchedTrainingTest {
  private static final int BATCH = 16;
  private static final int SHARDS = 2;

  @TempDir private Path folder;

  /** Stands for whatever ends a driver in the middle of a training. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Notes what Spark's pages call jobs and stages. */
  private static final class Pages extends SparkListener {
    private final List<String> jobs = new CopyOnWriteArrayList<>();
    private final List<String> stages = new CopyOnWriteArrayList<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      jobs.add(job.properties().getProperty("spark.job.description", ""));
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      StringBuilder line = new StringBuilder(stage.stageInfo().name());
      scala.collection.Iterator<AccumulableInfo> all =
          stage.stageInfo().accumulables().valuesIterator();
      while (all.hasNext()) {
        AccumulableInfo accumulated = all.next();
        String name = accumulated.name().get();
        if (name.contains("events drawn")) {
          line.append(", ").append(name).append(' ').append(accumulated.value().get());
        }
      }
      stages.add(line.toString());
    }
  }

  /** Keeps what Prometheus would have read after a round. */
  private static final class Scraper implements Progress {
    private final JavaSparkContext sc;
    private final List<String> notes = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();

    Scraper(JavaSparkContext sc) {
      this.sc = sc;
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }

    @Override
    public void events(long done, long total) {
      pages.add(prometheus(sc));
    }
  }

  @Test
  void everyRoundIsSeenEverywhere() throws IOException, TimeoutException {
    Path data = Samples.prepared();
    try (JavaSparkContext sc = open()) {
      Pages pages = new Pages();
      sc.sc().addSparkListener(pages);
      Scraper scraper = new Scraper(sc);
      GeneratorCard card = TrainJob.run(sc, config(data), scraper);
      sc.sc().listenerBus().waitUntilEmpty();

      List<JsonNode> lines = lines(1);
      assertThat(lines).hasSize(8);
      assertThat(scraper.notes.get(2)).startsWith("totals round 3/4, EMD ");
      assertThat(scraper.notes.get(7)).startsWith("shapes round 4/4, EMD ");
      for (int i = 0; i < 8; i++) {
        String stage = i < 4 ? "totals" : "shapes";
        HistoryEntry entry = Objects.requireNonNull(card.history().get(stage)).get(i % 4);
        compare(lines.get(i), stage, entry);
        assertThat(gauge(scraper.pages.get(i), stage, "round")).isEqualTo(entry.round());
        assertThat(gauge(scraper.pages.get(i), stage, "iteration"))
            .isEqualTo((double) entry.iteration());
        assertThat(gauge(scraper.pages.get(i), stage, "emd_estimate"))
            .isEqualTo(entry.emdEstimate());
        assertThat(gauge(scraper.pages.get(i), stage, "seconds_compute"))
            .isEqualTo(lines.get(i).path("seconds_compute").asDouble());
      }
      assertThat(prometheus(sc)).contains("driver_").doesNotContain("training_totals");
      compareEvents(lines);
      assertThat(pages.jobs).contains("totals: round 2, iterations 3-4");
      int samples = SHARDS * BATCH * 4;
      assertThat(pages.stages)
          .contains("totals: round 2, totals: events drawn " + 4 * samples)
          .contains("shapes: round 4, shapes: events drawn " + 7 * samples);
      assertThat(sc.getLocalProperty("spark.job.description")).isNull();
      assertThat(sc.getLocalProperty("callSite.short")).isNull();
    }
  }

  @Test
  void aRoundThatIsDoneAgainShowsTheSameFigures() throws IOException {
    Path data = Samples.prepared();
    try (JavaSparkContext sc = open()) {
      TrainConfig config = config(data, "checkpointRounds=3");
      Progress interrupting =
          (done, all) -> {
            if (done == 22) {
              throw new Interruption();
            }
          };
      assertThatThrownBy(() -> TrainJob.run(sc, config, interrupting))
          .isInstanceOf(Interruption.class);
      TrainJob.run(sc, config, Progress.NONE);
    }
    List<JsonNode> first = lines(1);
    List<JsonNode> second = lines(2);
    assertThat(first).hasSize(6);
    assertThat(second).hasSize(4);
    for (String figure :
        List.of(
            "stage",
            "round",
            "iteration",
            "emd_estimate",
            "critic_loss",
            "generator_loss",
            "gradient_norm",
            "critic_disagreement",
            "generator_disagreement")) {
      assertThat(second.get(0).path(figure)).isEqualTo(first.get(4).path(figure));
      assertThat(second.get(1).path(figure)).isEqualTo(first.get(5).path(figure));
      assertThat(second.get(1).path(figure).isMissingNode()).isFalse();
    }
  }

  private static void compare(JsonNode line, String stage, HistoryEntry entry) {
    assertThat(line.path("stage").asText()).isEqualTo(stage);
    assertThat(line.path("round").asInt()).isEqualTo(entry.round());
    assertThat(line.path("iteration").asLong()).isEqualTo(entry.iteration());
    assertThat(line.path("emd_estimate").asDouble()).isEqualTo(entry.emdEstimate());
    double lambda = stage.equals("totals") ? 1 : 10;
    assertThat(line.path("critic_loss").asDouble())
        .isCloseTo(lambda * entry.penalty() - entry.emdEstimate(), within(1e-9));
    assertThat(line.path("generator_disagreement").asDouble())
        .isEqualTo(entry.generatorDisagreement())
        .isPositive();
    assertThat(line.path("critic_disagreement").asDouble())
        .isEqualTo(entry.criticDisagreement())
        .isPositive();
    assertThat(line.path("rejected").asInt(-1)).isEqualTo(entry.rejected()).isZero();
    assertThat(line.path("dropped").asInt(-1)).isEqualTo(entry.dropped()).isZero();
    assertThat(line.path("bytes_broadcast").asLong())
        .isEqualTo(entry.bytesBroadcast())
        .isPositive();
    assertThat(line.path("bytes_collected").asLong())
        .isEqualTo(entry.bytesCollected())
        .isEqualTo(SHARDS * entry.bytesBroadcast());
    double seconds = line.path("seconds_total").asDouble();
    int iterations = entry.round() == 4 ? 1 : 2;
    // Three critic updates and one of the generator.
    assertThat(line.path("samples_per_second").asDouble() * seconds)
        .isCloseTo(SHARDS * BATCH * 4 * iterations, within(1e-6));
    double parts = 0;
    for (String part : List.of("broadcast", "load", "compute", "collect", "average", "idle")) {
      assertThat(line.path("seconds_" + part).asDouble()).isBetween(0.0, seconds);
      parts += line.path("seconds_" + part).asDouble();
    }
    assertThat(parts).isCloseTo(seconds, within(1e-6));
    assertThat(line.path("seconds_compute").asDouble()).isPositive();
    assertThat(line.path("seconds_slowest").asDouble())
        .isGreaterThanOrEqualTo(line.path("seconds_compute").asDouble());
  }

  private void compareEvents(List<JsonNode> lines) throws IOException {
    List<EventFileReader.Event> events;
    try (Stream<Path> files = Files.list(training().resolve("tensorboard"))) {
      events = EventFileReader.read(files.findFirst().orElseThrow());
    }
    assertThat(events).hasSize(1 + lines.size());
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = lines.get(i);
      EventFileReader.Event event = events.get(i + 1);
      assertThat(event.step()).isEqualTo(line.path("iteration").asLong());
      assertThat(event.scalars())
          .containsEntry(
              line.path("stage").asText() + "/emd_estimate",
              (float) line.path("emd_estimate").asDouble());
    }
  }

  private static double gauge(String page, String stage, String name) {
    String end = "_driver_training_%s_%s_Value{type=\"gauges\"} ".formatted(stage, name);
    return page.lines()
        .filter(line -> line.contains(end))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(end + " is not in " + page));
  }

  private static String prometheus(JavaSparkContext sc) {
    String page = sc.sc().uiWebUrl().get() + "/metrics/prometheus/";
    try (InputStream in = URI.create(page).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JavaSparkContext open() {
    return new JavaSparkContext(
        Contexts.conf("test").setMaster("local[2]").set("spark.ui.port", "0"));
  }

  private TrainConfig config(Path data, String... overrides) {
    return Samples.train(data, folder.resolve("generator"), overrides);
  }

  private Path training() {
    return folder.resolve("generator.training");
  }

  private List<JsonNode> lines(int session) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line :
        Files.readAllLines(training().resolve("rounds-%06d.jsonl".formatted(session)))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
