package org.showerforge.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.prepare.PrepareConfig;
import org.showerforge.data.prepare.PrepareJob;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;
import org.showerforge.jobs.evaluate.EvaluateJob;
import org.showerforge.jobs.settings.Settings;

/** Whatever the format, the showers are the same, and prepare reads them again. */
final class OutputFormatTest {
  private static final int EVENTS = 2 * ShowerSampler.BLOCK + 500;
  private static final int CELLS = 504;

  @TempDir private static Path folder;

  private static EventBatch parquet;

  @BeforeAll
  static void generate() {
    generate("parquet");
    parquet = read("parquet");
  }

  private static ShowersCard generate(String name, String... more) {
    List<String> overrides = new ArrayList<>(List.of("events=" + EVENTS, "seed=3"));
    overrides.addAll(List.of(more));
    GenerateConfig config =
        Samples.generate(folder.resolve(name), overrides.toArray(new String[0]));
    return Samples.on("local[2]", sc -> GenerateJob.run(sc, config, Progress.NONE));
  }

  private static EventBatch read(String name) {
    return Samples.on("local[2]", sc -> read(sc, folder.resolve(name)));
  }

  private static EventBatch read(JavaSparkContext sc, Path dataset) throws IOException {
    List<String> files = EventReader.files(sc.hadoopConfiguration(), dataset.toString());
    return EventBatch.concatenate(EventReader.read(sc, files, 1000).collect());
  }

  @Test
  void calochallengesOwnReaderFindsEnergiesAndShowersInMev() throws IOException {
    ShowersCard card =
        generate("challenge", "format=calochallenge-hdf5", "eventsPerFile=1024", "singleFile=true");
    assertThat(card.files()).hasSize(1);
    Path file = folder.resolve("challenge").resolve(card.files().get(0).path());
    assertThat(Hashes.sha256(Files.newInputStream(file))).isEqualTo(card.files().get(0).sha256());
    try (HdfFile hdf = new HdfFile(file)) {
      float[][] energies = (float[][]) hdf.getDatasetByPath("incident_energies").getData();
      float[][] showers = (float[][]) hdf.getDatasetByPath("showers").getData();
      assertThat(energies).hasDimensions(EVENTS, 1);
      assertThat(showers).hasDimensions(EVENTS, CELLS);
      for (int i = 0; i < EVENTS; i++) {
        assertThat(energies[i][0]).isEqualTo(1000 * parquet.conditions()[i]);
        for (int j = 0; j < CELLS; j++) {
          if (showers[i][j] != parquet.response()[i * CELLS + j]) {
            throw new AssertionError("event " + i + ", voxel " + j);
          }
        }
      }
    }
  }

  @Test
  void sparseShowersAreTheSameShowers() {
    ShowersCard card = generate("sparse", "format=parquet-sparse", "eventsPerFile=1024");
    assertThat(card.files()).hasSize(3);
    EventBatch sparse = read("sparse");
    assertThat(sparse.eventIds()).isEqualTo(parquet.eventIds());
    assertThat(sparse.conditions()).isEqualTo(parquet.conditions());
    assertThat(sparse.response()).isEqualTo(parquet.response());
    assertThat(sparse.weights()).isEqualTo(parquet.weights());
  }

  @Test
  void sparkSeesCellsAndEnergiesAsArrays() {
    generate("exploded", "format=parquet-sparse");
    double[] seen =
        Samples.on(
            "local[2]",
            sc -> {
              SparkSession spark = new SparkSession(sc.sc());
              Row row =
                  spark
                      .read()
                      .parquet(folder.resolve("exploded/events").toString())
                      .selectExpr("posexplode(arrays_zip(cells, energies))")
                      .selectExpr("count(*)", "sum((col.cells + 1) * double(col.energies))")
                      .first();
              return new double[] {(double) row.getLong(0), row.getDouble(1)};
            });
    double weighted = 0;
    long recorded = 0;
    for (int i = 0; i < parquet.response().length; i++) {
      weighted += (i % CELLS + 1.0) * parquet.response()[i];
      recorded += parquet.response()[i] > 0 ? 1 : 0;
    }
    assertThat((long) seen[0]).isEqualTo(recorded);
    assertThat(seen[1]).isCloseTo(weighted, Percentage.withPercentage(1e-8));
  }

  @ParameterizedTest
  @CsvSource({
    "calogan-hdf5,1024,false,3",
    "calogan-hdf5,1024,true,1",
    "calochallenge-hdf5,2048,false,2",
    "calochallenge-hdf5,4096,true,1"
  })
  void prepareReadsWhatIsWritten(String format, int perFile, boolean single, int files)
      throws IOException {
    String name = format + perFile + single;
    ShowersCard card =
        generate(name, "format=" + format, "eventsPerFile=" + perFile, "singleFile=" + single);
    assertThat(card.files()).hasSize(files);
    assertThat(card.events()).isEqualTo(EVENTS);
    List<Path> written;
    try (var all = Files.list(folder.resolve(name + "/events"))) {
      written = all.filter(path -> path.toString().endsWith(".hdf5")).sorted().toList();
    }
    assertThat(written).hasSize(files);
    PrepareConfig config =
        Settings.resolve(
            "prepare",
            "",
            List.of(
                "input=" + folder.resolve(name + "/events"),
                "output=" + folder.resolve(name + ".prepared"),
                "format=" + format,
                "detector=calogan",
                "energyRangeGeV=[1, 20]",
                "rules.rejectEmpty=false",
                "split={train: 1, validation: 0, test: 0}"),
            PrepareConfig.class);
    EventBatch prepared =
        Samples.on(
            "local[2]",
            sc -> {
              PrepareJob.run(sc, config, Progress.Stages.NONE);
              return read(sc, folder.resolve(name + ".prepared"));
            });
    assertThat(prepared.size()).isEqualTo(EVENTS);
    assertThat(sums(prepared)).containsExactlyInAnyOrder(sums(parquet));
  }

  /** The conditions and the weighted sum of the cells, by event: enough to tell events apart. */
  private static String[] sums(EventBatch events) {
    String[] sums = new String[events.size()];
    for (int i = 0; i < sums.length; i++) {
      double sum = 0;
      for (int j = 0; j < CELLS; j++) {
        sum += (j + 1.0) * events.response()[i * CELLS + j];
      }
      // There and back, GeV become MeV and GeV again, each time rounded.
      sums[i] = "%.4f %.3f".formatted(events.conditions()[i], sum);
    }
    return sums;
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> Samples.generate(folder.resolve("x"), "events=5", "singleFile=true"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Parquet is read by the folder");
    assertThatThrownBy(() -> Samples.generate(folder.resolve("x"), "events=5", "format=root"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "[parquet, parquet-sparse, calochallenge-hdf5, calogan-hdf5], got 'root'");
    assertThatThrownBy(
            () ->
                Samples.generate(
                    folder.resolve("x"),
                    "events=70000000",
                    "format=calogan-hdf5",
                    "singleFile=true"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("room for 67,106,816 events in a file, got 70,000,000");
    generate("unread", "format=calogan-hdf5");
    assertThatThrownBy(
            () ->
                Samples.on(
                    "local[1]",
                    sc ->
                        EvaluateJob.run(
                            sc,
                            Samples.evaluate(folder.resolve("unread"), folder.resolve("y")),
                            Progress.NONE)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds HDF5; evaluate reads Parquet");
  }
}
