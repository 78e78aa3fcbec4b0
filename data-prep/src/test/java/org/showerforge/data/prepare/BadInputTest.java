package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.showerforge.UserException;
import org.showerforge.data.CaloganFiles;
import org.showerforge.data.LocalSpark;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.hdf5.Hdf5File;

/** Whatever the user gets wrong is one line that names it, and leaves nothing behind. */
final class BadInputTest {
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
  void notHdf5() throws IOException {
    Path file = Files.writeString(folder.resolve("x.h5"), "root:x:0:0".repeat(500));
    assertRefused(file, "x.h5", "is not an HDF5 file", "leave it out");
  }

  @Test
  void emptyFile() throws IOException {
    assertRefused(Files.createFile(folder.resolve("x.h5")), "x.h5", "is not an HDF5 file");
  }

  @Test
  void truncated() throws IOException {
    Path file = CaloganFiles.events(20, 1).write(folder.resolve("x.h5"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(file, "x.h5", "cut short", "copy it again");
  }

  @Test
  void missingDataset() {
    Path file = CaloganFiles.events(20, 1).without("layer_1").write(folder.resolve("x.h5"));
    assertRefused(file, "x.h5", "no dataset 'layer_1'", "[energy, layer_0, layer_2]");
  }

  @Test
  void wrongShape() {
    Path file =
        CaloganFiles.events(20, 1)
            .with("layer_1", new float[20][12][6])
            .write(folder.resolve("x.h5"));
    assertRefused(file, "x.h5", "'layer_1'", "[12, 6]", "needs [12, 12]");
  }

  @Test
  void wrongRank() {
    Path file =
        CaloganFiles.events(20, 1).with("energy", new float[20][2]).write(folder.resolve("x.h5"));
    assertRefused(file, "x.h5", "'energy'", "one number per event", "[2]");
  }

  @Test
  void integers() {
    Path file =
        CaloganFiles.events(20, 1)
            .with("layer_2", new int[20][12][6])
            .write(folder.resolve("x.h5"));
    assertRefused(file, "x.h5", "'layer_2'", "floating-point");
  }

  @Test
  void strings() {
    Path file =
        CaloganFiles.events(2, 1)
            .with("energy", new String[][] {{"1"}, {"2"}})
            .write(folder.resolve("x.h5"));
    assertRefused(file, "x.h5", "'energy'", "floating-point");
  }

  @Test
  void eventCountsThatDiffer() {
    Path file =
        CaloganFiles.events(20, 1)
            .with("layer_1", new float[19][12][12])
            .write(folder.resolve("x.h5"));
    assertRefused(file, "x.h5", "'layer_1' has 19 events", "'energy' has 20");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lies.h5 | too short to hold",
        "huge-chunks.h5 | at most 64 MiB",
        "never-written.h5 | never written",
        "links.h5 | has no dataset",
        "bomb.h5 | dataset 'energy', events 0..7",
        "lzf.h5 | repack",
      })
  void hostileFiles(String name, String reason) throws IOException {
    Path file = folder.resolve(name);
    try (var in = Objects.requireNonNull(Hdf5File.class.getResourceAsStream(name))) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    assertRefused(file, name, reason);
  }

  @Test
  void corruptChunk() throws IOException {
    Path file = CaloganFiles.events(500, 1).writeGzip(folder.resolve("x.h5"));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 2000; i++) {
      bytes[i] ^= 0x5a;
    }
    Files.write(file, bytes);
    assertRefused(file, "x.h5", "dataset 'layer_", "events 0..499", "chunk");
  }

  @Test
  void oneBadFileAmongGoodOnesIsNamed() throws IOException {
    CaloganFiles.events(20, 1).write(folder.resolve("a.h5"));
    Files.writeString(folder.resolve("b.h5"), "nonsense");
    Files.writeString(folder.resolve("c.h5"), "nonsense too");
    Path output = folder.resolve("prepared");
    assertThatThrownBy(() -> run(folder.toString(), output))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("b.h5")
        .hasMessageContaining("1 more");
    PrepareJobTest.assertNothingElseIn(folder, "a.h5", "b.h5", "c.h5");
  }

  @Test
  void noSuchFile() {
    assertRefused(folder.resolve("none.h5"), "none.h5", "no such file", "check the path");
  }

  @Test
  void emptyFolder() {
    assertRefused(folder, folder.getFileName().toString(), "has no file", "h5|hdf5", "glob");
  }

  @Test
  void globThatMatchesNothing() {
    assertRefused(folder.resolve("*.h5"), "*.h5", "matches no file", "check the pattern");
  }

  @Test
  void aDirectoryInPlaceOfAFile() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("x.h5"));
    assertRefused(directory, "x.h5", "has no file that calogan-hdf5 reads");
    CaloganFiles.events(20, 1).write(folder.resolve("ünï cøde name [1].h5"));
    assertThat(run(folder.toString(), folder.resolve("prepared")).counts().out()).isEqualTo(20);
  }

  @Test
  void filesWithoutEvents() throws IOException {
    Path file = folder.resolve("x.h5");
    try (var in = Objects.requireNonNull(Hdf5File.class.getResourceAsStream("no-events.h5"))) {
      Files.copy(in, file);
    }
    assertRefused(file, "x.h5", "no event");
  }

  @Test
  void outputThatIsNoDataSet() throws IOException {
    Path file = CaloganFiles.events(5, 1).write(folder.resolve("x.h5"));
    Path output = Files.createDirectory(folder.resolve("prepared"));
    assertThatThrownBy(() -> run(file.toString(), output))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(output.toString())
        .hasMessageContaining("exists already and has no card.json")
        .hasMessageContaining("name another folder or delete it");
    assertThat(output).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format=rooot | format: must be one of",
        "input=[] | input: must name at least one",
        "energyRangeGeV=[1.0] | energyRangeGeV",
        "fileMB=0 | fileMB: must be 0.001..100000.0, got 0.0",
        "maxRejectedFraction=1.5 | maxRejectedFraction",
        "rules.maxEnergySum=-1 | rules.maxEnergySum: must be > 0, got -1.0",
        "mapping.delimiter=ab | mapping.delimiter: must be one character",
        "mapping.conditions={energy: {colum: P}} | mapping.conditions.energy: unknown key 'colum'",
        "mapping.conditions={energy: {}} | exactly one of the keys column, value and fileName",
        "mapping.conditions={energy: {fileName: '_E.*'}} | must have one group",
      })
  void configurationsThatMakeNoSense(String setting, String message) {
    assertThatThrownBy(() -> Prepare.config(List.of("x.h5"), folder.resolve("out"), setting))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mapping.conditions={P: P} | detector calogan has no condition 'P'; it has [energy]",
        "mapping.conditions={energy: {column: energy, unit: mm}} | mm (length) cannot become 'GeV'",
        "mapping.conditions={energy: {column: energy, unit: GEV}} | unknown unit 'GEV'; known are",
        "mapping.response=[layer_0, layer_1] | have 432 numbers per event; detector calogan needs 504",
        "mapping.response=['layer_[2..0]'] | the range must rise",
        "mapping.weight=layer_0 | column 'layer_0' must have one number per event",
        "cuts=['energy'] | is a number; compare it with something",
        "cuts=['energy > '] | at character 10: needs a number, a column or (",
        "cuts=['power > 1'] | has no dataset 'power'",
        "cuts=['layer_0[400] > 1'] | no number 400 in every event",
      })
  void mappingsThatDoNotFit(String setting, String message) {
    Path file = CaloganFiles.events(20, 1).write(folder.resolve("x.h5"));
    Path parent = folder.resolve("out");
    assertThatThrownBy(
            () ->
                Prepare.run(
                    spark.context(),
                    Prepare.config(List.of(file.toString()), parent.resolve("prepared"), setting)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
    assertThat(parent.resolve("prepared")).doesNotExist();
  }

  @Test
  void aFolderWithoutACardIsNoDataSet() {
    assertThatThrownBy(
            () ->
                EventReader.files(
                    spark.context().hadoopConfiguration(), folder.toString(), Split.TRAIN))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("is not complete: it has no card.json");
  }

  private void assertRefused(Path input, String... parts) {
    Path parent = folder.resolve("out");
    Path output = parent.resolve("prepared");
    assertThatThrownBy(() -> run(input.toString(), output))
        .isInstanceOf(UserException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(parts)
                    .doesNotContain("\n")
                    .doesNotContain("Exception"));
    if (Files.exists(parent)) {
      PrepareJobTest.assertNothingElseIn(parent);
    }
  }

  private static PreparedCard run(String input, Path output) throws IOException {
    return Prepare.run(spark.context(), Prepare.config(List.of(input), output));
  }
}
