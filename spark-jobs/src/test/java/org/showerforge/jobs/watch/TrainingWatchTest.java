package org.showerforge.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that grow with the rounds. */
final class TrainingWatchTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.250Z");

  @TempDir private Path folder;

  @Test
  void aRoundIsInTheFilesAsSoonAsItIsOver() throws IOException {
    try (RoundsFile lines = new RoundsFile(new Configuration(), path(folder));
        TensorBoardFile events = new TensorBoardFile(new Configuration(), path(folder))) {
      for (int round = 1; round <= 2; round++) {
        RoundReport report = report(round, 0.25 * round);
        lines.round(report);
        events.round(report);
        List<String> written = Files.readAllLines(folder.resolve("rounds-000001.jsonl"));
        assertThat(written).hasSize(round);
        JsonNode line = new ObjectMapper().readTree(written.get(round - 1));
        assertThat(line.path("time").asText()).isEqualTo("2026-01-01T00:00:00.250Z");
        assertThat(line.path("stage").asText()).isEqualTo("shapes");
        assertThat(line.path("round").asInt()).isEqualTo(round);
        assertThat(line.path("iteration").asLong()).isEqualTo(1000L * round);
        assertThat(line.path("emd_estimate").asDouble()).isEqualTo(0.25 * round);
        assertThat(EventFileReader.read(only(folder.resolve("tensorboard")))).hasSize(1 + round);
      }
    }
    List<EventFileReader.Event> events = EventFileReader.read(only(folder.resolve("tensorboard")));
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    double seconds = TIME.getEpochSecond() + 0.25;
    assertThat(events.subList(1, 3))
        .containsExactly(
            new EventFileReader.Event(
                seconds, 1000, "", Map.of("shapes/emd_estimate", 0.25f, "shapes/penalty", 300f)),
            new EventFileReader.Event(
                seconds, 2000, "", Map.of("shapes/emd_estimate", 0.5f, "shapes/penalty", 300f)));
  }

  @Test
  void everySessionHasFilesOfItsOwn() throws IOException {
    for (int session = 1; session <= 2; session++) {
      try (RoundsFile lines = new RoundsFile(new Configuration(), path(folder));
          TensorBoardFile events = new TensorBoardFile(new Configuration(), path(folder))) {
        lines.round(report(session, 1));
        events.round(report(session, 1));
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("tensorboard"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .satisfiesExactly(
              name -> assertThat(name).matches("events[.]out[.]tfevents[.]\\d{10}[.]000001.*"),
              name -> assertThat(name).matches("events[.]out[.]tfevents[.]\\d{10}[.]000002.*"));
    }
    assertThat(Files.readAllLines(folder.resolve("rounds-000001.jsonl"))).hasSize(1);
    assertThat(Files.readAllLines(folder.resolve("rounds-000002.jsonl"))).hasSize(1);
  }

  @Test
  void whatCannotBeWrittenIsTriedAgainAndEndsNothing() throws IOException {
    Path inTheWay = folder.resolve("training");
    Files.writeString(inTheWay, "a file where the folder should be");
    try (TrainingWatch watch = files(inTheWay)) {
      watch.round(report(1, 1));
      Files.delete(inTheWay);
      watch.round(report(2, 1));
    }
    assertThat(Files.readString(inTheWay.resolve("rounds-000001.jsonl")))
        .contains("\"round\":2")
        .doesNotContain("\"round\":1,");
  }

  private static TrainingWatch files(Path folder) {
    return TrainingWatch.files(new Configuration(), path(folder));
  }

  private static org.apache.hadoop.fs.Path path(Path folder) {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.reduce((a, b) -> folder.resolve("more than one")).orElseThrow();
    }
  }

  private static RoundReport report(int round, double emd) {
    return new RoundReport(
        TIME, "shapes", round, 2, 1000L * round, Map.of("emd_estimate", emd, "penalty", 300.0));
  }
}
