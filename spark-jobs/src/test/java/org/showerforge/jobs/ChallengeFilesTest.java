package org.showerforge.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.card.Json;
import org.showerforge.data.hdf5.Hdf5Writer;

/** Evaluate on two HDF5 files and a binning, as CaloChallenge's own script is called. */
final class ChallengeFilesTest {
  private static final String BINNING =
      """
      <Bins><Bin pid="22" etaMin="0" etaMax="130" name="photon">
      <Layer id="0" r_edges="0,5,10,30" n_bin_alpha="1"/>
      <Layer id="1" r_edges="0,4,9" n_bin_alpha="6"/>
      </Bin></Bins>
      """;
  private static final int CELLS = 3 + 12;
  private static final int CHUNK = 100;

  @TempDir private Path folder;
  private Path reference;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("binning.xml"), BINNING);
    reference = file("geant4.hdf5", 900, 1, 1);
  }

  private Path file(String name, int events, long seed, double width) throws IOException {
    Path path = folder.resolve(name);
    SplittableRandom random = new SplittableRandom(seed);
    List<Hdf5Writer.Column> columns =
        List.of(
            new Hdf5Writer.Column("incident_energies", 1), new Hdf5Writer.Column("showers", CELLS));
    try (Hdf5Writer writer = new Hdf5Writer(Files.newOutputStream(path), columns, events, CHUNK)) {
      for (int chunk = 0; chunk < events; chunk += CHUNK) {
        float[] energies = new float[CHUNK];
        float[] showers = new float[CHUNK * CELLS];
        for (int n = 0; n < CHUNK; n++) {
          energies[n] = (float) (1000 * Math.exp(3 * random.nextDouble()));
          double slope = width * Math.exp(0.2 * random.nextGaussian());
          for (int i = 0; i < CELLS; i++) {
            double mean = 0.1 * energies[n] * Math.exp(-(i % 3) / slope);
            showers[n * CELLS + i] =
                random.nextInt(5) == 0 ? 0 : (float) (mean * Math.exp(0.3 * random.nextGaussian()));
          }
        }
        writer.write(List.of(energies, showers));
      }
    }
    return path;
  }

  private CommandLineRun evaluate(Path showers, Path output) {
    return CommandLineRun.of(
        "evaluate",
        "--set",
        "showers=" + showers,
        "--set",
        "reference=" + reference,
        "--set",
        "detector=" + folder.resolve("binning.xml"),
        "--set",
        "output=" + output,
        "--set",
        "neural.hidden=[16]",
        "--set",
        "neural.epochs=2");
  }

  @Test
  void twoFilesAndABinningAreEnough() throws IOException {
    Path output = folder.resolve("report");
    CommandLineRun run = evaluate(file("generated.hdf5", 400, 2, 1.5), output);
    assertThat(run.complaints()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode metrics =
        Json.readYamlTree(Files.newInputStream(output.resolve("metrics.json")), "metrics.json");
    assertThat(metrics.at("/sizes/reference").asInt() + metrics.at("/sizes/second").asInt())
        .isEqualTo(900);
    assertThat(metrics.at("/sizes/generated").asInt()).isEqualTo(400);
    assertThat(metrics.at("/highLevel/generated/auc").asDouble()).isBetween(0.7, 1.0);
    assertThat(metrics.at("/highLevel/floor/auc").asDouble()).isBetween(0.35, 0.65);
    assertThat(metrics.at("/neuralLow/generated/auc").asDouble()).isPositive();
    // All events of the reference, also those that the other figures leave out.
    assertThat(metrics.at("/whole/reference").asInt() + metrics.at("/whole/second").asInt())
        .isEqualTo(900);
    assertThat(metrics.at("/whole/frechet").asDouble())
        .isGreaterThan(2 * metrics.at("/whole/frechetFloor").asDouble());
    assertThat(Files.readString(output.resolve("report.html"))).contains("not measured");
  }

  @Test
  void aNumberThatIsNoneIsNamed() throws IOException {
    Path output = folder.resolve("report");
    CommandLineRun run = evaluate(file("bad.hdf5", 400, 2, Double.NaN), output);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains("bad.hdf5", "event 0");
    assertThat(output).doesNotExist();
  }

  @Test
  void aFileOfAnotherBinningIsRefused() throws IOException {
    Files.writeString(folder.resolve("binning.xml"), BINNING.replace("0,4,9", "0,4"));
    CommandLineRun run = evaluate(reference, folder.resolve("report"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.complaints()).hasSize(1);
    assertThat(run.complaints().get(0)).contains("geant4.hdf5", "15 numbers", "needs 9");
  }
}
