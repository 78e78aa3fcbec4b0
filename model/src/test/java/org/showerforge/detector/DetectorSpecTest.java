package org.showerforge.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;

/** Detectors from YAML and JSON, and what they say of a response. */
final class DetectorSpecTest {
  private static final String HEAD =
      "name: mine\nconditions: [{name: energy, unit: GeV, min: 1, max: 2, scale: LOG}]\n";
  private static final String POLAR = "{name: p, alphaBins: 2, rEdgesMm: [0, 1.5, 4]}";

  private static DetectorSpec yaml(String text) {
    return Json.readYaml(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        DetectorSpec.class,
        "my.yaml");
  }

  static List<String> shipped() {
    return DetectorFiles.SHIPPED;
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void aShippedDetectorSurvivesItsCard(String name) {
    DetectorSpec spec = DetectorSpec.load(name);
    assertThat(spec.name()).isEqualTo(name);
    DetectorSpec read =
        Json.read(new ByteArrayInputStream(Json.write(spec)), DetectorSpec.class, "card.json");
    assertThat(read).isEqualTo(spec);
  }

  @Test
  void calogansCardIsWhatItWasBeforeThereWereOtherLayers() {
    assertThat(new String(Json.write(DetectorSpec.load("calogan")), StandardCharsets.UTF_8))
        .isEqualToIgnoringWhitespace(
            """
            {"name": "calogan",
             "conditions": [
               {"name": "energy", "unit": "GeV", "min": 1.0, "max": 100.0, "scale": "LOG"}],
             "layers": [
               {"name": "layer_0", "nx": 3, "ny": 96,
                "cellXMm": 160.0, "cellYMm": 5.0, "depthMm": 90.0},
               {"name": "layer_1", "nx": 12, "ny": 12,
                "cellXMm": 40.0, "cellYMm": 40.0, "depthMm": 347.0},
               {"name": "layer_2", "nx": 12, "ny": 6,
                "cellXMm": 40.0, "cellYMm": 80.0, "depthMm": 43.0}],
             "thresholdMeV": 1.0}
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "calogan, 504, 1",
    "calochallenge-1-photons, 368, 1",
    "calochallenge-1-pions, 533, 1",
    "calochallenge-2, 6480, 0.01515",
    "calochallenge-3, 40500, 0.01515"
  })
  void publishedCalorimetersHaveThePublishedSizes(String name, int cells, double thresholdMeV) {
    DetectorSpec spec = DetectorSpec.load(name);
    assertThat(spec.isCalorimeter()).isTrue();
    assertThat(spec.cells()).isEqualTo(cells).isEqualTo(spec.responseWidth());
    assertThat(spec.thresholdMeV()).isEqualTo(thresholdMeV);
    assertThat(spec.responseUnit(cells - 1)).isEqualTo("MeV");
  }

  @Test
  void aResponseIsNamed() {
    DetectorSpec calogan = DetectorSpec.load("calogan");
    assertThat(calogan.responseName(0)).isEqualTo("layer_0 cell (0, 0)");
    assertThat(calogan.responseName(288 + 3 * 12 + 7)).isEqualTo("layer_1 cell (3, 7)");
    assertThat(calogan.responseName(503)).isEqualTo("layer_2 cell (11, 5)");
    DetectorSpec photons = DetectorSpec.load("calochallenge-1-photons");
    assertThat(photons.responseName(8 + 16 + 2)).isEqualTo("layer_1 cell (1, 2)");
    assertThat(photons.responseName(367)).isEqualTo("layer_12 cell (0, 4)");
    DetectorSpec rich = DetectorSpec.load("rich");
    assertThat(rich.responseName(3)).isEqualTo("RichDLLp");
    assertThat(rich.responseUnit(3)).isEmpty();
  }

  @Test
  void aTableHasObservablesAndNoCells() {
    DetectorSpec rich = DetectorSpec.load("rich");
    assertThat(rich.isCalorimeter()).isFalse();
    assertThat(rich.cells()).isZero();
    assertThat(rich.responseWidth()).isEqualTo(5);
    assertThat(rich.conditions()).hasSize(3);
    assertThat(rich.withEnergyRange(5, 100).conditions().get(0).min()).isEqualTo(5);
    assertThat(rich.withEnergyRange(5, 100).observables()).isEqualTo(rich.observables());
    assertThatThrownBy(() -> rich.requireCalorimeter("train"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "detector rich: train needs a calorimeter with layers, got a table of 5 observables");
    DetectorSpec.load("calogan").requireCalorimeter("train");
  }

  @Test
  void aRangeOfNamesStandsForAsManyLayers() {
    DetectorSpec spec =
        yaml(
            HEAD
                + "layers: [{name: front, nx: 1, ny: 2, cellXMm: 1, cellYMm: 1, depthMm: 5},"
                + " {name: l9..l11, alphaBins: 2, rEdgesMm: [0, 1.5, 4], depthMm: 3}]");
    assertThat(spec.layers())
        .containsExactly(
            new RectangularLayer("front", 1, 2, 1, 1, 5),
            new PolarLayer("l9", 2, List.of(0.0, 1.5, 4.0), 3),
            new PolarLayer("l10", 2, List.of(0.0, 1.5, 4.0), 3),
            new PolarLayer("l11", 2, List.of(0.0, 1.5, 4.0), 3));
    assertThat(spec.thresholdMeV()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "layers: [{name: p, alphaBin: 2, rEdgesMm: [0, 1]}] | unknown key 'layers[0].alphaBin'",
        "layers: [{name: p, alphaBins: 2}] | layers[0]: layer p: key 'rEdgesMm' is missing",
        "layers: [{name: p, nx: 2}] | layer p: key 'ny' is missing",
        "layers: [{name: p, depthMm: 2}] | needs the keys of a rectangular layer, nx, ny,",
        "layers: [{name: p, nx: 2, alphaBins: 2}] | got nx and alphaBins",
        "layers: [{alphaBins: 2, rEdgesMm: [0, 1]}] | key 'name' is missing",
        "layers: [{name: p, alphaBins: 2.5, rEdgesMm: [0, 1]}] | layers[0].alphaBins",
        "layers: [{name: p, alphaBins: 2, rEdgesMm: [0, x]}] | layers[0].rEdgesMm[1]",
        "layers: [{name: p, alphaBins: 2, rEdgesMm: [0, ~]}] | layers[0].rEdgesMm",
        "layers: [~] | layers",
        "layers: [7] | key 'layers[0]': needs keys and values",
        "layers: 7 | key 'layers': needs a list",
        "layers: [{name: p0..p3000000, alphaBins: 2, rEdgesMm: [0, 1]}] | at most 10000 layers",
        "layers: [{name: p5..p3, alphaBins: 2, rEdgesMm: [0, 1]}] | must rise",
        "layers: [{name: p5..q7, alphaBins: 2, rEdgesMm: [0, 1]}] | as in layer_0..layer_44",
        "layers: [{name: p0..p9999, alphaBins: 200, rEdgesMm: [0, 1]}] | 2000000 cells",
        "layers: [POLAR, POLAR] | layer p is named twice",
        "layers: [] | needs either layers, a calorimeter, or observables, a table",
        "observables: ~ | needs either layers",
        "layers: [POLAR]\\nobservables: [{name: a, unit: m}] | got 1 layers and 1 observables",
        "observables: [{name: a, unit: m}, {name: a, unit: m}] | observable a is named twice",
        "observables: [{name: a}] | key 'observables[0].unit' is missing",
        "observables: [{name: '', unit: m}] | needs a name",
        "observables: [{name: a, unit: m}]\\nthresholdMeV: 1 | thresholdMeV is for calorimeters",
        "layers: [POLAR]\\nthresholdMeV: -1 | thresholdMeV must be >= 0",
        "layers: [POLAR]\\nthreshold: 1 | unknown key 'threshold'; known here: conditions, layers",
      })
  void aWrongDetectorIsRefusedInOneLineThatNamesTheKey(String text, String reason) {
    assertThatThrownBy(() -> yaml(HEAD + text.replace("\\n", "\n").replace("POLAR", POLAR)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("my.yaml: ")
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n", "Exception", "org.showerforge");
  }

  @Test
  void aMissingHeadIsNamed() {
    assertThatThrownBy(() -> yaml("layers: [" + POLAR + "]"))
        .hasMessage("my.yaml: key 'name' is missing; give it a value");
    assertThatThrownBy(() -> yaml("name: mine\nlayers: [" + POLAR + "]"))
        .hasMessage("my.yaml: key 'conditions' is missing; give it a value");
  }

  @Test
  void anUnknownNameListsTheShippedDetectors(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> DetectorSpec.load("atlas"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("calogan, calochallenge-1-photons")
        .hasMessageContaining(".xml");
    assertThatThrownBy(() -> DetectorSpec.load(folder.resolve("none.yaml").toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> DetectorSpec.load("a\0b.yaml"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot be read");
    Path file = folder.resolve("mine.yml");
    Files.writeString(file, HEAD + "layers: [" + POLAR + "]\n");
    assertThat(DetectorSpec.load(file.toString()).cells()).isEqualTo(4);
  }
}
