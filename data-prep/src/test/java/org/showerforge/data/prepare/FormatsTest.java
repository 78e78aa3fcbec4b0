package org.showerforge.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.showerforge.UserException;
import org.showerforge.card.Hashes;
import org.showerforge.data.LocalSpark;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.event.EventReader;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.montecarlo.Element;
import org.showerforge.montecarlo.Material;
import org.showerforge.montecarlo.Readout;
import org.showerforge.montecarlo.ShowerMonteCarlo;
import org.showerforge.montecarlo.Spectrum;
import org.showerforge.root.RootFile;
import org.showerforge.root.RootValues;

/** Every kind of raw file but CaloGAN's, through the whole job by configuration alone. */
class FormatsTest {
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

  /** The events in the order of their place in the file. */
  private EventBatch prepare(Path input, String... settings) throws IOException {
    PreparedCard card = run(input, settings);
    String sha256 = card.sources().get(0).sha256();
    assertThat(sha256).isEqualTo(Hashes.sha256(Files.readAllBytes(input)));
    long first = Long.parseUnsignedLong(sha256.substring(0, 16), 16);
    List<String> files =
        EventReader.files(
            spark.context().hadoopConfiguration(), folder.resolve("prepared").toString());
    return EventBatch.concatenate(EventReader.read(spark.context(), files, 1000).collect())
        .sortedBy(id -> id - first);
  }

  private PreparedCard run(Path input, String... settings) throws IOException {
    return Prepare.run(
        spark.context(),
        Prepare.config(List.of(input.toString()), folder.resolve("prepared"), settings));
  }

  private Path root(String name) throws IOException {
    Path file = folder.resolve(name);
    try (var in = Objects.requireNonNull(RootFile.class.getResourceAsStream(name), name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private Path detector(String yaml) throws IOException {
    return Files.writeString(folder.resolve("detector.yaml"), yaml);
  }

  @Test
  void aRootTreeOfNumbers() throws IOException {
    Path detector =
        detector(
            """
            name: b4
            conditions: [{name: energy, unit: MeV, min: 1, max: 1000, scale: LINEAR}]
            observables: [{name: Eabs, unit: MeV}, {name: gap, unit: keV}, {name: Labs, unit: cm}]
            """);
    EventBatch events =
        prepare(
            root("uproot-issue-250.root"),
            "format=root",
            "detector=" + detector,
            "mapping.conditions={energy: {value: 0.05, unit: GeV}}",
            "mapping.response=[Eabs, {column: Egap, unit: MeV}, {column: Labs, unit: mm}]");
    assertThat(events.size()).isEqualTo(1000);
    assertThat(events.conditions()).containsOnly(50f);
    // The sums that JSROOT finds, see root/expected.json.
    assertThat(sum(events, 0)).isCloseTo(45619.54913196498, within(0.01));
    assertThat(sum(events, 1)).isCloseTo(1639540.76, within(1.0));
    assertThat(Arrays.copyOf(events.response(), 2))
        .containsExactly((float) 42.150373547283486, (float) (0.09123330983042394 * 1000));
  }

  private static double sum(EventBatch events, int column) {
    double sum = 0;
    for (int i = column; i < events.response().length; i += events.responseWidth()) {
      sum += events.response()[i];
    }
    return sum;
  }

  @Test
  void aRootTreeOfListsWithWeightsAndCuts() throws IOException {
    Path detector =
        detector(
            """
            name: jets
            conditions: [{name: MET_px, unit: GeV, min: -1000, max: 1000, scale: LINEAR}]
            observables: [{name: first, unit: GeV}, {name: second, unit: GeV}]
            """);
    Path file = root("uproot-HZZ-lz4.root");
    EventBatch events =
        prepare(
            file,
            "format=root",
            "detector=" + detector,
            "mapping.tree=events",
            "mapping.response=[Jet_Px]",
            "mapping.weight=EventWeight",
            "cuts=['NJet < 5']",
            "rules.rejectDuplicates=false",
            "maxRejectedFraction=1");
    List<Float> weights = new ArrayList<>();
    List<Float> jets = new ArrayList<>();
    int few = 0;
    try (RootFile root =
        RootFile.open(
            org.showerforge.root.HadoopInput.open(
                new org.apache.hadoop.fs.Path(file.toUri())
                    .getFileSystem(spark.context().hadoopConfiguration()),
                new org.apache.hadoop.fs.Path(file.toUri())),
            file.toString())) {
      RootValues px = root.tree("events").branch("Jet_Px").read(0, 2421);
      double[] weight = root.tree("events").branch("EventWeight").read(0, 2421).doubles();
      int[] offsets = px.offsets();
      for (int i = 0; i < 2421; i++) {
        int n = offsets[i + 1] - offsets[i];
        few += n < 5 ? 1 : 0;
        if (n == 2) {
          weights.add((float) weight[i]);
          jets.add((float) px.doubles()[offsets[i]]);
          jets.add((float) px.doubles()[offsets[i] + 1]);
        }
      }
    }
    assertThat(weights).hasSizeGreaterThan(100);
    assertThat(events.weights()).containsExactly(floats(weights));
    assertThat(events.response()).containsExactly(floats(jets));
    PreparedCard card =
        PreparedCard.read(
            spark.context().hadoopConfiguration(), folder.resolve("prepared").toString());
    assertThat(card.counts().out()).isEqualTo(weights.size());
    // What a cut stops is not asked for the length of its lists.
    assertThat(card.counts().cut()).isEqualTo(2421L - few).isPositive();
    assertThat(card.counts().rejectedByRule())
        .isEqualTo(Map.of("readable", (long) few - weights.size()));
  }

  private static float[] floats(List<Float> values) {
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return all;
  }

  @Test
  void caloChallengesHdf5WithItsBinning() throws IOException {
    Path xml =
        Files.writeString(
            folder.resolve("binning.xml"),
            """
            <Bins><Bin pid="11" name="electron">
              <Layer id="0" r_edges="0,5,10" n_bin_alpha="2"/>
              <Layer id="1" r_edges="0" n_bin_alpha="1"/>
              <Layer id="2" r_edges="0,5,10,20" n_bin_alpha="1"/>
            </Bin></Bins>
            """);
    float[][] energies = new float[100][1];
    float[][] showers = new float[100][7];
    for (int i = 0; i < 100; i++) {
      energies[i][0] = 1000 * (1 + i);
      for (int j = 0; j < 7; j++) {
        showers[i][j] = i + 0.125f * j;
      }
    }
    Path file = folder.resolve("x.hdf5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("incident_energies", energies);
      hdf.putDataset("showers", showers);
    }
    EventBatch events = prepare(file, "format=calochallenge-hdf5", "detector=" + xml);
    assertThat(events.size()).isEqualTo(100);
    assertThat(events.responseWidth()).isEqualTo(7);
    for (int i = 0; i < 100; i++) {
      assertThat(events.conditions()[i]).isEqualTo(1f + i);
      assertThat(Arrays.copyOfRange(events.response(), 7 * i, 7 * i + 7))
          .containsExactly(showers[i]);
    }
    Files.move(folder.resolve("prepared"), folder.resolve("first"));
    assertThatThrownBy(
            () -> run(file, "format=calochallenge-hdf5", "detector=calochallenge-1-photons"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("have 7 numbers per event")
        .hasMessageContaining("needs 368");
  }

  @Test
  void theBuiltInMonteCarlo() throws IOException {
    Path request =
        Files.writeString(
            folder.resolve("positrons.yaml"),
            """
            events: 300
            seed: 7
            spectrum: LOG_UNIFORM
            stack: {absorber: LEAD, absorberMm: 2, active: LIQUID_ARGON, activeMm: 4, readout: ALL_DEPOSITS}
            """);
    EventBatch events =
        prepare(request, "format=monte-carlo", "energyRangeGeV=[1, 20]", "fileMB=0.03");
    DetectorSpec calogan = DetectorSpec.load("calogan").withEnergyRange(1, 20);
    ShowerSample expected =
        new ShowerMonteCarlo(
                calogan,
                Material.stack(Element.LEAD, 2, Element.LIQUID_ARGON, 4, Readout.ALL_DEPOSITS))
            .generate(7, 0, 300, Spectrum.LOG_UNIFORM);
    assertThat(events.size()).isEqualTo(300);
    for (int i = 0; i < 300; i++) {
      assertThat(events.conditions()[i]).isEqualTo(expected.condition(i, 0));
      float[] cells = new float[504];
      for (int j = 0; j < 504; j++) {
        cells[j] = expected.cellMeV(i, j);
      }
      assertThat(Arrays.copyOfRange(events.response(), 504 * i, 504 * i + 504))
          .containsExactly(cells);
    }
  }

  @Test
  void aUnitIsThatOfTheObservableAndNotOfTheColumnsPlace() throws IOException {
    float[][] energies = new float[20][1];
    float[][] three = new float[20][3];
    float[] length = new float[20];
    for (int i = 0; i < 20; i++) {
      energies[i][0] = 1 + i;
      three[i] = new float[] {i, 10 + i, 20 + i};
      length[i] = 30 + i;
    }
    Path file = folder.resolve("x.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("energy", energies);
      hdf.putDataset("three", three);
      hdf.putDataset("length", length);
    }
    Path detector =
        detector(
            """
            name: mixed
            conditions: [{name: energy, unit: GeV, min: 1, max: 20, scale: LINEAR}]
            observables: [{name: a, unit: GeV}, {name: b, unit: MeV}, {name: c, unit: keV}, {name: d, unit: mm}]
            """);
    EventBatch events =
        prepare(
            file,
            "format=calogan-hdf5",
            "detector=" + detector,
            "mapping.response=[{column: three, unit: MeV}, {column: length, unit: cm}]");
    for (int i = 0; i < 20; i++) {
      assertThat(Arrays.copyOfRange(events.response(), 4 * i, 4 * i + 4))
          .containsExactly((float) (i * 1e-3), 10f + i, 1000f * (20 + i), 10f * (30 + i));
    }
  }

  @Test
  void aConditionInTheFilesName() throws IOException {
    Path detector =
        detector(
            """
            name: b4
            conditions: [{name: energy, unit: GeV, min: 0.01, max: 1, scale: LOG}]
            observables: [{name: Eabs, unit: MeV}]
            """);
    Path file = Files.move(root("uproot-issue-250.root"), folder.resolve("B4 ünì_E50_x.root"));
    EventBatch events =
        prepare(
            file,
            "format=root",
            "detector=" + detector,
            "mapping.conditions={energy: {fileName: '_E([0-9]+)_', unit: MeV}}");
    assertThat(events.conditions()).containsOnly(0.05f);
    Files.move(folder.resolve("prepared"), folder.resolve("first"));
    assertThatThrownBy(
            () ->
                run(
                    file,
                    "format=root",
                    "detector=" + detector,
                    "mapping.conditions={energy: {fileName: '_P([0-9]+)_', unit: MeV}}"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("B4 ünì_E50_x.root: its name does not match");
  }

  @Test
  void statisticsAreThoseOfTheEvents() throws IOException {
    Path detector =
        detector(
            """
            name: b4
            conditions: [{name: energy, unit: MeV, min: 1, max: 1000, scale: LINEAR}]
            observables: [{name: Eabs, unit: MeV}]
            """);
    PreparedCard card =
        run(
            root("uproot-issue-250.root"),
            "format=root",
            "detector=" + detector,
            "mapping.conditions={energy: {value: 50}}",
            "rules.rejectDuplicates=false",
            "fileMB=0.002");
    assertThat(card.files().size()).isGreaterThan(3);
    assertThat(card.statistics().events()).isEqualTo(1000);
    var eabs = card.statistics().quantities().get(2);
    assertThat(eabs.name()).contains("Eabs");
    assertThat(eabs.mean()).isCloseTo(45.61954913, within(1e-3));
    assertThat(eabs.min()).isCloseTo(8.728613, within(1e-4));
    assertThat(
            StoredStatistics.read(
                    spark.context().hadoopConfiguration(),
                    folder.resolve("prepared").toString(),
                    card)
                .summary())
        .isEqualTo(card.statistics());
  }
}
