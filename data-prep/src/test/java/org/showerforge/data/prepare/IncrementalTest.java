package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.data.CaloganFiles;
import org.showerforge.data.LocalSpark;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.Lease;

/** A data set to which files are added. */
class IncrementalTest {
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

  private PrepareJob.Result prepare(String... settings) throws IOException {
    return Prepare.result(
        spark.context(),
        Prepare.config(List.of(folder.resolve("raw").toString()), out(), settings));
  }

  private Path out() {
    return folder.resolve("prepared");
  }

  private Path raw(String name) throws IOException {
    return Files.createDirectories(folder.resolve("raw")).resolve(name);
  }

  /** Every file of the data set by its hash. */
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(out().relativize(file).toString(), Hashes.sha256(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  private Map<Long, Split> splits() throws IOException {
    Configuration conf = spark.context().hadoopConfiguration();
    Map<Long, Split> splits = new TreeMap<>();
    for (Split split : Split.values()) {
      List<String> files = EventReader.files(conf, out().toString(), split);
      for (EventBatch batch : EventReader.read(spark.context(), files, 100).collect()) {
        for (long id : batch.eventIds()) {
          assertThat(splits.put(id, split)).isNull();
        }
      }
    }
    return splits;
  }

  @Test
  void whatIsNewIsAddedAndWhatIsOldStays() throws IOException {
    CaloganFiles.events(60, 1).write(raw("a.h5"));
    PreparedCard first = prepare().card();
    Map<String, String> before = content();
    Map<Long, Split> oldSplits = splits();

    CaloganFiles.events(40, 2).energy(3, -1).write(raw("0-sorts-first.h5"));
    Files.move(raw("a.h5"), raw("moved.h5"));
    PrepareJob.Result second = prepare();

    assertThat(second.newFiles()).isEqualTo(1);
    assertThat(second.knownFiles()).isEqualTo(1);
    assertThat(second.added()).isEqualTo(39);
    PreparedCard card = second.card();
    assertThat(card.counts().in()).isEqualTo(100);
    assertThat(card.counts().out()).isEqualTo(99);
    assertThat(card.counts().rejected()).isEqualTo(1);
    assertThat(card.created()).isEqualTo(first.created());
    assertThat(card.sources().get(0)).isEqualTo(first.sources().get(0));
    assertThat(content()).containsAllEntriesOf(files(before));
    assertThat(splits()).hasSize(99).containsAllEntriesOf(oldSplits);
    assertThat(PreparedCard.read(spark.context().hadoopConfiguration(), out().toString()))
        .isEqualTo(card);
    PrepareJobTest.assertNothingElseIn(folder, "raw", "prepared");
  }

  /** Without the card and the statistics, which have new content. */
  private static Map<String, String> files(Map<String, String> map) {
    Map<String, String> rest = new TreeMap<>(map);
    rest.keySet().removeIf(name -> name.contains("card.json") || name.contains("statistics"));
    return rest;
  }

  @Test
  void nothingNewChangesNothing() throws IOException {
    CaloganFiles.events(30, 1).write(raw("a.h5"));
    prepare();
    Map<String, String> before = content();
    PrepareJob.Result again = prepare();
    assertThat(again.newFiles()).isZero();
    assertThat(again.knownFiles()).isEqualTo(1);
    Files.copy(raw("a.h5"), raw("copy.h5"));
    assertThat(prepare().knownFiles()).isEqualTo(2);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void addedInTwoStepsOrAtOnceTheEventsAreTheSame() throws IOException {
    CaloganFiles.events(30, 1).write(raw("a.h5"));
    prepare();
    CaloganFiles.events(30, 2).write(raw("b.h5"));
    prepare();
    Map<Long, Split> inTwoSteps = splits();
    Files.move(out(), folder.resolve("two-steps"));
    prepare();
    assertThat(splits()).isEqualTo(inTwoSteps);
  }

  @Test
  void aCopyInOneRunIsReadOnce() throws IOException {
    CaloganFiles.events(30, 1).write(raw("a.h5"));
    Files.copy(raw("a.h5"), raw("b.h5"));
    PrepareJob.Result result = prepare();
    assertThat(result.card().counts().in()).isEqualTo(30);
    assertThat(result.knownFiles()).isEqualTo(1);
  }

  @Test
  void anotherConfigurationIsRefused() throws IOException {
    CaloganFiles.events(30, 1).write(raw("a.h5"));
    prepare();
    Map<String, String> before = content();
    for (String setting :
        List.of(
            "cuts=['energy > 3']",
            "split={train: 0.5, validation: 0, test: 0.5}",
            "rules.rejectEmpty=true",
            "mapping.conditions={energy: {column: energy, unit: MeV}}",
            "energyRangeGeV=[1, 50]")) {
      assertThatThrownBy(() -> prepare(setting))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("was prepared with another");
    }
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void twoRunsAtOnceOneRefuses() throws IOException {
    CaloganFiles.events(30, 1).write(raw("a.h5"));
    try (Lease lease = Lease.take(spark.context().hadoopConfiguration(), out().toString())) {
      assertThatThrownBy(this::prepare)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("another run is writing it");
      lease.check();
    }
    assertThat(prepare().added()).isEqualTo(30);
  }

  @Test
  void whatAKilledRunLeftIsSweptAndOverwritten() throws IOException {
    CaloganFiles.events(30, 1).write(raw("a.h5"));
    prepare();
    CaloganFiles.events(30, 2).write(raw("b.h5"));
    prepare();
    Map<String, String> whole = content();
    whole.remove("card.json");
    // As if the second run had been killed between moving its files in and replacing the card.
    Map<Long, Split> splits = splits();
    Files.move(out(), folder.resolve("undisturbed"));
    Files.delete(raw("b.h5"));
    prepare();
    String added =
        whole.keySet().stream()
            .filter(name -> name.endsWith("part-000001.parquet") && name.contains("train"))
            .findFirst()
            .orElseThrow();
    Files.writeString(out().resolve(added), "half a file");
    Path staging = Files.createDirectories(folder.resolve(".prepared.staging-old/content/events"));
    Files.writeString(staging.resolve("x"), "left behind");
    assertThat(splits()).hasSize(30);

    CaloganFiles.events(30, 2).write(raw("b.h5"));
    prepare();
    assertThat(content()).containsAllEntriesOf(whole);
    assertThat(splits()).isEqualTo(splits);
    PrepareJobTest.assertNothingElseIn(folder, "raw", "prepared", "undisturbed");
  }
}
