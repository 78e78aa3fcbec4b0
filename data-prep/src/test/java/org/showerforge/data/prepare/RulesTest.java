package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.data.CaloganFiles;
import org.showerforge.data.LocalSpark;

/** Cuts, and the rules that take more than a look at single numbers. */
class RulesTest {
  private static LocalSpark spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start(2);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private PreparedCard prepare(List<Path> files, String... settings) throws IOException {
    List<String> all = new ArrayList<>(List.of("fileMB=0.02", "maxRejectedFraction=1"));
    all.addAll(List.of(settings));
    return Prepare.run(
        spark.context(),
        Prepare.config(
            files.stream().map(Path::toString).toList(),
            folder.resolve("prepared"),
            all.toArray(String[]::new)));
  }

  private List<String> quarantine() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("prepared/quarantine"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void anEventThatEqualsAnEarlierOneIsRejected() throws IOException {
    CaloganFiles first = CaloganFiles.events(200, 1);
    CaloganFiles second = CaloganFiles.events(200, 2).copyOf(150, first, 7).copyOf(151, first, 7);
    second.copyOf(160, second, 20).empty(30).empty(31).sameEnergy(30, second, 31);
    Path a = first.write(folder.resolve("a.h5"));
    Path b = second.write(folder.resolve("b.h5"));
    PreparedCard card = prepare(List.of(a, b));
    assertThat(card.counts().rejectedByRule()).isEqualTo(Map.of("unique", 3L));
    assertThat(card.counts().out()).isEqualTo(397);
    assertThat(card.sources()).extracting(PreparedCard.Source::rejected).containsExactly(0L, 3L);
    assertThat(quarantine())
        .satisfiesExactly(
            line -> assertThat(line).contains("b.h5", "\"index\":150,", "\"rule\":\"unique\""),
            line -> assertThat(line).contains("b.h5", "\"index\":151,"),
            line -> assertThat(line).contains("b.h5", "\"index\":160,"));
  }

  @Test
  void alsoOneThatTheDataSetHadBefore() throws IOException {
    CaloganFiles first = CaloganFiles.events(50, 1);
    Path a = first.write(folder.resolve("a.h5"));
    prepare(List.of(a));
    Path b = CaloganFiles.events(50, 2).copyOf(3, first, 49).write(folder.resolve("b.h5"));
    PreparedCard card = prepare(List.of(a, b));
    assertThat(card.counts().rejectedByRule()).isEqualTo(Map.of("unique", 1L));
    assertThat(card.counts().in()).isEqualTo(100);
    assertThat(card.counts().out()).isEqualTo(99);
  }

  @Test
  void duplicatesCanBeKept() throws IOException {
    CaloganFiles events = CaloganFiles.events(50, 1);
    Path file = events.copyOf(3, events, 2).write(folder.resolve("a.h5"));
    PreparedCard card = prepare(List.of(file), "rules.rejectDuplicates=false");
    assertThat(card.counts().out()).isEqualTo(50);
    assertThat(card.fingerprints()).isEmpty();
  }

  @Test
  void moreEnergyThanCameInIsRejected() throws IOException {
    Path file =
        CaloganFiles.events(50, 1)
            .energy(5, 2)
            .cell(5, "layer_1", 3, 4, 6001)
            .energy(6, 20)
            .cell(6, "layer_1", 3, 4, 6001)
            .write(folder.resolve("a.h5"));
    PreparedCard card = prepare(List.of(file));
    assertThat(card.counts().rejectedByRule()).isEqualTo(Map.of("energy-sum", 1L));
    assertThat(quarantine().get(0)).contains("\"index\":5,", "allowed 3.0 times 2.0 GeV");
  }

  @Test
  void emptyEventsAreCountedOrRejected() throws IOException {
    Path file = CaloganFiles.events(50, 1).empty(7).empty(9).write(folder.resolve("a.h5"));
    assertThat(prepare(List.of(file)).counts().empty()).isEqualTo(2);
    Files.move(folder.resolve("prepared"), folder.resolve("accepted"));
    PreparedCard card = prepare(List.of(file), "rules.rejectEmpty=true");
    assertThat(card.counts().rejectedByRule()).isEqualTo(Map.of("not-empty", 2L));
    assertThat(card.counts().empty()).isZero();
  }

  @Test
  void cutsStopEventsInOrderAndAreNoRejections() throws IOException {
    CaloganFiles files = CaloganFiles.events(10, 1);
    for (int i = 0; i < 10; i++) {
      files.energy(i, 1 + i);
    }
    Path file = files.energy(9, 500).write(folder.resolve("a.h5"));
    PreparedCard card = prepare(List.of(file), "cuts=['energy > 2.5', 'energy < 5 || energy > 8']");
    assertThat(card.cutFlow())
        .containsExactly(
            new PreparedCard.CutStep("energy > 2.5", 2, 8),
            new PreparedCard.CutStep("energy < 5 || energy > 8", 4, 4));
    assertThat(card.counts().in()).isEqualTo(10);
    assertThat(card.counts().cut()).isEqualTo(6);
    assertThat(card.counts().rejectedByRule()).isEqualTo(Map.of("condition-range", 1L));
    assertThat(card.counts().out()).isEqualTo(3);
    assertThat(card.sources().get(0).cut()).isEqualTo(6);
  }

  @Test
  void whatACutNeedsMustBeANumber() throws IOException {
    Path file = CaloganFiles.events(10, 1).energy(4, Float.NaN).write(folder.resolve("a.h5"));
    PreparedCard card = prepare(List.of(file), "cuts=['energy > 0']");
    assertThat(card.counts().rejectedByRule()).isEqualTo(Map.of("readable", 1L));
    assertThat(card.cutFlow()).containsExactly(new PreparedCard.CutStep("energy > 0", 0, 9));
  }

  @Test
  void whenNothingIsLeftTheJobFails() throws IOException {
    Path file = CaloganFiles.events(10, 1).write(folder.resolve("a.h5"));
    assertThatThrownBy(() -> prepare(List.of(file), "cuts=['energy > 100']"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no event was accepted: 10 in the 1 input files, 10 cut, 0 rejected");
  }
}
