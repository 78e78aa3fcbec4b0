package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.data.CaloganFiles;
import org.showerforge.data.LocalSpark;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.EventSchema;
import org.showerforge.data.event.Split;
import org.showerforge.data.event.SplitFractions;
import org.showerforge.data.hdf5.Hdf5File;

/** The prepare job from raw files to a committed data set. */
final class PrepareJobTest {
  private static final Path SAMPLE = Path.of("..", "samples", "calogan", "eplus_1-20GeV_0.h5");
  private static final int CELLS = 504;

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

  @Test
  void geant4EventsComeThroughUnchanged() throws IOException {
    String output = folder.resolve("prepared").toString();
    List<Long> progress = new ArrayList<>();
    PreparedCard card =
        PrepareJob.run(
                spark.context(),
                config(List.of(SAMPLE.toString()), output, "fileMB=0.3"),
                (label, unit) -> (done, total) -> progress.add(done))
            .card();

    assertThat(progress).last().isEqualTo(1950L);
    assertThat(card.counts().in()).isEqualTo(1950);
    assertThat(card.counts().out()).isEqualTo(1950);
    assertThat(card.counts().rejected()).isZero();
    Map<Long, EventBatch> events = readAll(output);
    assertThat(events).hasSize(1950);

    String sha256 = Hashes.sha256(Files.readAllBytes(SAMPLE));
    long firstId = Long.parseUnsignedLong(sha256.substring(0, 16), 16);
    double[][] layers = {new double[1950 * 288], new double[1950 * 144], new double[1950 * 72]};
    double[] energies = new double[1950];
    try (Hdf5File raw =
        Hdf5File.open(
            spark.context().hadoopConfiguration(), new org.apache.hadoop.fs.Path(SAMPLE.toUri()))) {
      raw.dataset("energy").read(0, 1950, energies);
      for (int l = 0; l < 3; l++) {
        raw.dataset("layer_" + l).read(0, 1950, layers[l]);
      }
    }
    for (int i = 0; i < 1950; i++) {
      EventBatch event = Objects.requireNonNull(events.get(firstId + i), "event " + i);
      assertThat(event.conditions()).containsExactly((float) energies[i]);
      float[] expected = new float[CELLS];
      int cell = 0;
      for (double[] layer : layers) {
        int cells = layer.length / 1950;
        for (int j = 0; j < cells; j++) {
          expected[cell++] = (float) layer[i * cells + j];
        }
      }
      assertThat(event.response()).containsExactly(expected);
      assertThat(event.weights()).containsExactly(1f);
    }
  }

  @Test
  void sparksOwnReaderSeesPlainListsAndTheSplit() throws IOException {
    String input = CaloganFiles.events(400, 1).writeGzip(folder.resolve("a.h5")).toString();
    String output = folder.resolve("prepared").toString();
    PreparedCard card = Prepare.run(spark.context(), config(List.of(input), output));

    spark.session().conf().set("spark.sql.parquet.enableVectorizedReader", "true");
    spark.session().conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", "true");
    Dataset<Row> rows = spark.session().read().parquet(output + "/" + EventSchema.EVENTS_FOLDER);
    assertThat(rows.columns())
        .containsExactly("event_id", "conditions", "response", "weight", "split");
    Map<String, Long> bySplit = new HashMap<>();
    for (Row row : rows.groupBy("split").count().collectAsList()) {
      bySplit.put(row.getString(0), row.getLong(1));
    }
    assertThat(bySplit).isEqualTo(card.counts().bySplit());
    assertThat(rows.selectExpr("size(response)", "size(conditions)").distinct().collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.getInt(0)).isEqualTo(CELLS))
        .satisfies(row -> assertThat(row.getInt(1)).isEqualTo(1));
    long someId = rows.select("event_id").first().getLong(0);
    // A filter is answered from the files' statistics first, which therefore must be right.
    assertThat(rows.where("event_id = " + someId + " and weight >= 1").count()).isEqualTo(1);
    spark.session().conf().set("spark.sql.parquet.enableVectorizedReader", "false");
    Dataset<Row> rowByRow =
        spark.session().read().parquet(output + "/" + EventSchema.EVENTS_FOLDER);
    String digest = "sum(hash(event_id, conditions, response, weight))";
    long rowByRowDigest = rowByRow.selectExpr(digest).first().getLong(0);
    spark.session().conf().set("spark.sql.parquet.enableVectorizedReader", "true");
    assertThat(rows.selectExpr(digest).first().getLong(0)).isEqualTo(rowByRowDigest);
    for (Row row : rows.select("event_id", "split").collectAsList()) {
      assertThat(row.getString(1))
          .isEqualTo(SplitFractions.DEFAULT.splitOf(row.getLong(0)).label());
    }
  }

  @Test
  void theCardSaysWhatIsThere() throws IOException {
    Files.createDirectory(folder.resolve("raw"));
    CaloganFiles.events(60, 1).write(folder.resolve("raw/b.h5"));
    CaloganFiles.events(40, 2).empty(3).write(folder.resolve("raw/a.hdf5"));
    Files.writeString(folder.resolve("raw/notes.txt"), "not data");
    String output = folder.resolve("prepared").toString();
    PreparedCard card =
        Prepare.run(spark.context(), config(List.of(folder.resolve("raw").toString()), output));

    try (var in = Files.newInputStream(folder.resolve("prepared/card.json"))) {
      assertThat(Json.read(in, PreparedCard.class, "card.json")).isEqualTo(card);
    }
    assertThat(card.kind()).isEqualTo("prepared");
    assertThat(card.showerforge()).matches("[0-9].*");
    assertThat(card.detector().name()).isEqualTo("calogan");
    assertThat(card.configuration().fileMB()).isEqualTo(0.02);
    assertThat(card.sources()).extracting(PreparedCard.Source::events).containsExactly(40L, 60L);
    assertThat(card.sources().get(0).path()).endsWith("raw/a.hdf5");
    assertThat(card.counts().empty()).isEqualTo(1);
    for (PreparedCard.DataFile file : card.files()) {
      Path path = folder.resolve("prepared").resolve(file.path());
      assertThat(Hashes.sha256(Files.readAllBytes(path))).isEqualTo(file.sha256());
    }
    assertThat(card.files().stream().mapToLong(PreparedCard.DataFile::events).sum()).isEqualTo(100);
    assertNothingElseIn(folder, "raw", "prepared");
  }

  @Test
  void eventsThatBreakARuleAreQuarantined() throws IOException {
    Path bad =
        CaloganFiles.events(100, 1)
            .energy(7, Float.NaN)
            .energy(20, 0.5f)
            .cell(30, "layer_1", 2, 5, -1.5f)
            .cell(99, "layer_2", 11, 5, Float.POSITIVE_INFINITY)
            .write(folder.resolve("bad.h5"));
    Path good = CaloganFiles.events(50, 2).write(folder.resolve("good.h5"));
    String output = folder.resolve("prepared").toString();
    PreparedCard card =
        Prepare.run(spark.context(), config(List.of(bad.toString(), good.toString()), output));

    assertThat(card.counts().in()).isEqualTo(150);
    assertThat(card.counts().out()).isEqualTo(146);
    assertThat(card.counts().rejectedByRule())
        .isEqualTo(Map.of("finite", 2L, "condition-range", 1L, "non-negative", 1L));
    assertThat(card.sources()).extracting(PreparedCard.Source::rejected).containsExactly(4L, 0L);
    assertThat(quarantine(folder.resolve("prepared")))
        .satisfiesExactly(
            line -> assertLine(line, 7, "finite", "energy = NaN"),
            line -> assertLine(line, 20, "condition-range", "energy = 0.5 GeV, allowed 1.0..100.0"),
            line -> assertLine(line, 30, "non-negative", "layer_1 cell (2, 5) = -1.5 MeV"),
            line -> assertLine(line, 99, "finite", "layer_2 cell (11, 5) = Infinity MeV"));
    assertThat(readAll(output)).hasSize(146);
  }

  @Test
  void tooManyRejectedEventsFailTheJob() {
    Path bad =
        CaloganFiles.events(20, 1)
            .energy(3, -1)
            .energy(4, 0)
            .energy(5, 200)
            .write(folder.resolve("bad.h5"));
    Path output = folder.resolve("prepared");
    assertThatThrownBy(
            () -> Prepare.run(spark.context(), config(List.of(bad.toString()), output.toString())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("3 of 20 events break a rule {condition-range=3}")
        .hasMessageContaining("maxRejectedFraction 0.1")
        .hasMessageContaining("\"index\":3")
        .hasMessageContaining("energyRangeGeV");
    assertNothingElseIn(folder, "bad.h5");
  }

  @Test
  void theEnergyRangeCanBeNarrowed() throws IOException {
    Path input =
        CaloganFiles.events(50, 1).energy(0, 1).energy(1, 20).write(folder.resolve("a.h5"));
    PreparedCard card =
        Prepare.run(
            spark.context(),
            Prepare.config(
                List.of(input.toString()),
                folder.resolve("prepared"),
                "energyRangeGeV=[2.0, 19.0]",
                "split={train: 0.5, validation: 0.25, test: 0.25}",
                "maxRejectedFraction=1.0"));
    assertThat(card.detector().conditions().get(0).max()).isEqualTo(19);
    assertThat(card.counts().rejectedByRule().get("condition-range")).isGreaterThanOrEqualTo(2);
    assertThat(card.counts().in()).isEqualTo(card.counts().out() + card.counts().rejected());
  }

  private static PrepareConfig config(List<String> input, String output, String... settings) {
    List<String> all = new ArrayList<>(List.of("fileMB=0.02"));
    all.addAll(List.of(settings));
    return Prepare.config(input, Path.of(output), all.toArray(String[]::new));
  }

  private static Map<Long, EventBatch> readAll(String output) throws IOException {
    Configuration conf = spark.context().hadoopConfiguration();
    List<String> files = new ArrayList<>();
    for (Split split : Split.values()) {
      files.addAll(EventReader.files(conf, output, split));
    }
    assertThat(files).containsExactlyInAnyOrderElementsOf(EventReader.files(conf, output));
    Map<Long, EventBatch> events = new HashMap<>();
    for (EventBatch event : EventReader.read(spark.context(), files, 1).collect()) {
      assertThat(events.put(event.eventIds()[0], event)).isNull();
    }
    return events;
  }

  private static List<String> quarantine(Path output) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve("quarantine"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static void assertLine(String line, int index, String rule, String detail) {
    assertThat(line)
        .contains("bad.h5\"")
        .contains("\"index\":" + index + ",")
        .contains("\"rule\":\"" + rule + "\"")
        .contains("\"detail\":\"" + detail + "\"");
  }

  static void assertNothingElseIn(Path folder, String... names) {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
