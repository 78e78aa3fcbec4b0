package org.showerforge.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/** A table of incoming particles: each has its shower, and its columns go along. */
final class ParticleTableTest {
  private static final int ROWS = 2 * ShowerSampler.BLOCK + 100;

  @TempDir private static Path folder;

  private static Path csv;
  private static final double[] ENERGIES_MEV = new double[ROWS];

  @BeforeAll
  static void write() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder text = new StringBuilder("pdg,E,eta\n");
    for (int i = 0; i < ROWS; i++) {
      ENERGIES_MEV[i] = Math.round(1000 * random.nextDouble(1, 20));
      text.append(
          String.format(
              Locale.ROOT, "%d,%.0f,%.3f%n", i % 2 == 0 ? 11 : -11, ENERGIES_MEV[i], i * 1e-3));
    }
    csv = Files.writeString(folder.resolve("particles.csv"), text);
  }

  private static ShowersCard generate(String name, String... more) {
    GenerateConfig config = config(name, more);
    return Samples.on("local[2]", sc -> GenerateJob.run(sc, config, Progress.NONE));
  }

  private static GenerateConfig config(String name, String... more) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "table=" + csv,
                "eventsPerFile=1024",
                "conditions={energy: {column: E, unit: MeV}}"));
    overrides.addAll(List.of(more));
    return Samples.generate(folder.resolve(name), overrides.toArray(new String[0]));
  }

  private static EventBatch read(String name) {
    return Samples.on(
        "local[2]",
        sc ->
            EventBatch.concatenate(
                EventReader.read(
                        sc,
                        EventReader.files(
                            sc.hadoopConfiguration(), folder.resolve(name).toString()),
                        1000)
                    .collect()));
  }

  @Test
  void everyRowHasItsShowerAndItsColumns() {
    ShowersCard card = generate("all", "carry=[pdg, eta]");
    assertThat(card.events()).isEqualTo(ROWS);
    assertThat(card.files()).hasSize(3);
    EventBatch showers = read("all");
    for (int i = 0; i < ROWS; i++) {
      assertThat(showers.eventIds()[i]).isEqualTo(i);
      assertThat(showers.conditions()[i]).isEqualTo((float) (ENERGIES_MEV[i] / 1000));
    }
    Samples.on(
        "local[2]",
        sc -> {
          List<Row> rows =
              SparkSession.builder()
                  .sparkContext(sc.sc())
                  .getOrCreate()
                  .read()
                  .parquet(folder.resolve("all/events").toString())
                  .select("event_id", "pdg", "eta")
                  .orderBy("event_id")
                  .collectAsList();
          assertThat(rows).hasSize(ROWS);
          for (int i = 0; i < ROWS; i++) {
            assertThat(rows.get(i).getDouble(1)).isEqualTo(i % 2 == 0 ? 11 : -11);
            assertThat(rows.get(i).getDouble(2))
                .isEqualTo(Double.parseDouble(String.format(Locale.ROOT, "%.3f", i * 1e-3)));
          }
          return rows;
        });
  }

  @Test
  void aParquetTableGivesTheSameShowersAndSoDoPartOfItAndOneShowerAlone() {
    ShowersCard fromCsv = generate("from-csv");
    Path parquet = folder.resolve("particles.parquet");
    Samples.on(
        "local[1]",
        sc -> {
          SparkSession spark = SparkSession.builder().sparkContext(sc.sc()).getOrCreate();
          spark
              .read()
              .option("header", true)
              .option("inferSchema", true)
              .csv(csv.toString())
              .coalesce(1)
              .write()
              .parquet(folder.resolve("written").toString());
          return 0;
        });
    try (var files = Files.list(folder.resolve("written"))) {
      Path part =
          files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(part, parquet);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(generate("from-parquet", "table=" + parquet).contentSha256())
        .isEqualTo(fromCsv.contentSha256());
    generate("few", "events=1500");
    EventBatch few = read("few");
    EventBatch all = read("from-csv");
    assertThat(few.size()).isEqualTo(1500);
    int cells = few.responseWidth();
    assertThat(few.response()).isEqualTo(java.util.Arrays.copyOf(all.response(), 1500 * cells));
    assertThat(
            ShowerSampler.load(Samples.generator())
                .event(1400, new float[] {all.conditions()[1400]}, 1))
        .isEqualTo(java.util.Arrays.copyOfRange(all.response(), 1400 * cells, 1401 * cells));
  }

  @Test
  void particlesOutsideTheTrainedRangeAreCountedOrFlagged() throws IOException {
    Path wide = folder.resolve("wide.csv");
    Files.writeString(wide, "E\n5\n25\n30\n7\n0.5\n");
    String[] request = {"table=" + wide, "conditions={energy: {column: E}}"};
    assertThatThrownBy(() -> generate("refused", request))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "table %s: 3 of 5 particles have energy outside the trained range 1.0..20.0 GeV (the first is row 1, they"
                + " have 0.5..30.0); leave them out, or allow it with --allow-extrapolation",
            wide);
    generate("flagged", request[0], request[1], "extrapolate=true");
    Samples.on(
        "local[1]",
        sc -> {
          List<Row> rows =
              SparkSession.builder()
                  .sparkContext(sc.sc())
                  .getOrCreate()
                  .read()
                  .parquet(folder.resolve("flagged/events").toString())
                  .orderBy("event_id")
                  .select("extrapolated")
                  .collectAsList();
          assertThat(rows)
              .extracting(row -> row.getDouble(0))
              .containsExactly(0.0, 1.0, 1.0, 0.0, 1.0);
          return rows;
        });
  }

  @Test
  void everyParticleTakesItsRoute() {
    Path other = Samples.otherGenerator();
    String routes =
        "routes=[{generator: %s, when: pdg == 11 && eta < 1.5}, {generator: %s, when: abs(pdg) == 11}]"
            .formatted(Samples.generator(), other);
    ShowersCard routed = generate("routed", "generator=''", routes, "eventsPerFile=100");
    assertThat(routed.files()).hasSize(1);
    assertThat(routed.generatorWeightsSha256()).hasSize(2).doesNotHaveDuplicates();
    generate("one");
    generate("two", "generator=" + other);
    EventBatch showers = read("routed");
    EventBatch one = read("one");
    EventBatch two = read("two");
    int cells = showers.responseWidth();
    for (int i = 0; i < ROWS; i++) {
      EventBatch from = i % 2 == 0 && i < 1500 ? one : two;
      assertThat(java.util.Arrays.copyOfRange(showers.response(), i * cells, (i + 1) * cells))
          .isEqualTo(java.util.Arrays.copyOfRange(from.response(), i * cells, (i + 1) * cells));
    }
    assertThatThrownBy(
            () ->
                generate(
                    "refused",
                    "generator=''",
                    "routes=[{generator: %s, when: pdg == 11}]".formatted(other)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1,074 of 2,148 particles have no route (the first is row 1)");
  }

  @Test
  void whatIsWrongWithATableIsSaid() throws IOException {
    assertRefused("table=nowhere.csv", "table nowhere.csv: no such file");
    assertRefused("table=particles.root", "must be a file named .csv");
    assertRefused("events=3000", "events: 3,000, but the table", "2,148 rows");
    assertRefused("carry=[pt]", "no column 'pt'", "[pdg, E, eta]");
    assertRefused("carry=[weight]", "'weight' is the name of a column of our own");
    assertRefused("conditions={energy: {column: E, unit: mm}}", "mm (length) cannot become 'GeV'");
    assertRefused("conditions={energy: {fixed: 2}}", "no condition is taken from it");
    assertRefused("table=''", "table: needed for {column: ...}, carry and routes");
    Path holes = folder.resolve("holes.csv");
    Files.writeString(holes, "E\n5000\n\n6000,7\nx\n");
    assertRefused("table=" + holes, "row");
  }

  private static void assertRefused(String override, String... fragments) {
    assertThatThrownBy(() -> generate("refused", override))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(UserException.class),
            e -> assertThat(e).hasRootCauseInstanceOf(UserException.class))
        .satisfies(
            e -> {
              Throwable root = e;
              while (root.getCause() != null) {
                root = root.getCause();
              }
              assertThat(root).message().contains(fragments).doesNotContain("\n");
            });
  }
}
