package org.showerforge.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.metrics.Judged;

/** Who is told, and what. */
final class WatchersTest {
  private static final Configuration CONF = new Configuration();
  private static final Duration SOON = Duration.ofMillis(1);

  @TempDir private Path folder;
  private HttpServer server;
  private final List<byte[]> posted = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          posted.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.pop(), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/hook?token=secret";
  }

  static Outcome outcome(Outcome.Kind kind) {
    return new Outcome(
        Outcome.FORMAT_VERSION,
        "1.0",
        "calogan/eplus",
        "2026-03-01T04:05:06.789Z",
        12.5,
        kind,
        3,
        4,
        2,
        4,
        List.of("better than the incumbent by more than 2.0 standard errors"),
        List.of(new Outcome.Step("train", 10), new Outcome.Step("register", 0.25)),
        new Outcome.Events(100, 90, 4, 6, 70, 20),
        Map.of("aucHigh", new Judged(0.61, 0.01, 0.5), "separation/ratio", new Judged(1, 0, 2)),
        Map.of("aucHigh", new Judged(0.66, 0.02, 0.5)),
        "2026-03-01T04:05:06.789Z");
  }

  @Test
  void prometheusReadsTheMetrics() {
    String text = MetricsText.of(outcome(Outcome.Kind.PROMOTED));
    assertThat(text.lines())
        .contains(
            "# TYPE showerforge_refresh_outcome gauge",
            "showerforge_refresh_outcome{line=\"calogan/eplus\",outcome=\"promoted\"} 1",
            "showerforge_refresh_outcome{line=\"calogan/eplus\",outcome=\"nothing-to-do\"} 0",
            "showerforge_refresh_last_success_timestamp_seconds{line=\"calogan/eplus\"} 1772337906",
            "showerforge_refresh_step_seconds{line=\"calogan/eplus\",step=\"register\"} 0.25",
            "showerforge_refresh_events{line=\"calogan/eplus\",kind=\"rejected\"} 6",
            "showerforge_generator_version{line=\"calogan/eplus\",who=\"current\"} 4",
            "showerforge_generator_figure{line=\"calogan/eplus\",who=\"challenger\",figure=\"aucHigh\"} 0.61",
            "showerforge_generator_figure_floor{line=\"calogan/eplus\",who=\"incumbent\",figure=\"aucHigh\"} 0.5")
        .noneMatch(line -> line.contains("separation/"));
    // The exposition format: names, labels in quotes, a number; the help and type once, before.
    assertThat(text.lines())
        .allMatch(
            line ->
                line.matches("# (HELP|TYPE) showerforge_[a-z_]+ .+")
                    || line.matches(
                        "showerforge_[a-z_]+\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*} [-+.0-9eE]+|.* NaN"));
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE")).distinct().count())
        .isEqualTo(text.lines().filter(line -> line.startsWith("# TYPE")).count());
    assertThat(text).endsWith("\n");
  }

  @Test
  void aWebhookIsTriedAgain() throws IOException {
    answers.addAll(List.of(500, 503));
    assertThat(Webhook.of(address(), SOON).post(outcome(Outcome.Kind.PROMOTED))).isTrue();
    assertThat(posted).hasSize(3);
    JsonNode json = Json.read(new ByteArrayInputStream(posted.get(2)), JsonNode.class, "posted");
    assertThat(json.get("kind").asText()).isEqualTo("promoted");
    assertThat(json.get("challenger").get("aucHigh").get("value").asDouble()).isEqualTo(0.61);
    assertThat(json.get("challenger").has("separation/ratio")).isFalse();
  }

  @Test
  void aWebhookThatIsDownIsAWarning() throws IOException {
    answers.addAll(List.of(500, 500, 500, 204));
    assertThat(Webhook.of(address(), SOON).post(outcome(Outcome.Kind.FAILED))).isFalse();
    assertThat(posted).hasSize(3);
    String gone = address();
    server.stop(0);
    assertThat(Webhook.of(gone, SOON).post(outcome(Outcome.Kind.FAILED))).isFalse();
  }

  @Test
  void anAddressMayLieInAFileAndIsNeverShown() throws IOException {
    Path file = folder.resolve("hook");
    Files.writeString(file, address() + "\n");
    assertThat(Webhook.of("file:" + file, SOON).post(outcome(Outcome.Kind.FAILED))).isTrue();
    for (String wrong :
        List.of("ftp://host/secret", "secret", "http:///secret", "h ttp://secret")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> Webhook.of("file:" + file, SOON))
          .as(wrong)
          .isInstanceOf(UserException.class)
          .message()
          .startsWith("webhook: ")
          .doesNotContain("secret", "\n");
    }
    assertThatThrownBy(() -> Webhook.of("file:/nowhere", SOON))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("webhook file:/nowhere: cannot be read");
  }

  @Test
  void nobodyIsWokenForNothingAndOneThatFailsDoesNotStopTheOthers() throws IOException {
    RefreshConfig config =
        Settings.resolve(
            "refresh",
            "",
            List.of(
                "registry=r",
                "line=a/b",
                "work=w",
                "metrics=" + folder.resolve("file/metrics.prom"),
                "board=" + folder.resolve("board.html"),
                "webhook=" + address()),
            RefreshConfig.class);
    Files.writeString(folder.resolve("file"), "where a folder should be");
    WorkFolder work = new WorkFolder(CONF, folder.resolve("work").toString());
    Watchers watchers = new Watchers(CONF, config, work);
    watchers.tell(outcome(Outcome.Kind.NOTHING_TO_DO));
    assertThat(posted).isEmpty();
    assertThat(work.last()).isEqualTo(outcome(Outcome.Kind.NOTHING_TO_DO));
    watchers.tell(outcome(Outcome.Kind.FAILED));
    assertThat(posted).hasSize(1);
    assertThat(work.failed()).containsExactly(outcome(Outcome.Kind.FAILED));
    Files.delete(folder.resolve("file"));
    watchers.tell(outcome(Outcome.Kind.REJECTED));
    assertThat(posted).hasSize(2);
    assertThat(folder.resolve("file/metrics.prom")).content().contains("outcome=\"rejected\"} 1");
    assertThat(work.failed()).hasSize(1);
    assertThat(folder.resolve("board.html")).as("there is no registry to show").doesNotExist();
  }
}
