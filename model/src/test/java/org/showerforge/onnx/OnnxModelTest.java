package org.showerforge.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import onnx.Onnx.ModelProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorWeights;
import org.showerforge.cascade.ShowerSampler;
import org.showerforge.cascade.TestGenerators;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.PolarLayer;
import org.showerforge.detector.RectangularLayer;
import org.showerforge.network.HeadKind;
import org.showerforge.network.LayerDesign;

/** Models of whole generators agree with the sampler, say what they are, and are refused if not. */
final class OnnxModelTest {
  private static final Condition ENERGY =
      new Condition("energy", "GeV", 1, 20, Condition.Scale.LOG);
  private static final Condition THETA =
      new Condition("theta", "deg", 0, 60, Condition.Scale.LINEAR);
  private static final PolarLayer RINGS =
      new PolarLayer("mesh", 8, List.of(0.0, 10.0, 20.0, 50.0), 30);

  private static final Case MESH =
      new Case(
          detector(
              List.of(ENERGY, THETA),
              0.5,
              RINGS,
              new PolarLayer("second", 8, RINGS.rEdgesMm(), 30)),
          2,
          HeadKind.NOISY_CELLS);
  private static final Case UNEVEN =
      new Case(
          detector(
              List.of(ENERGY),
              0.5,
              new PolarLayer("front", 1, List.of(0.0, 10.0, 30.0), 0),
              RINGS,
              new PolarLayer("back", 5, List.of(5.0, 50.0), 0)),
          3,
          HeadKind.EXP);
  private static final Case ONE_LAYER_NO_THRESHOLD =
      new Case(
          detector(List.of(ENERGY), 0, new RectangularLayer("only", 4, 4, 10, 20, 40)),
          1,
          HeadKind.LINEAR);
  private static final Case CALOGAN = new Case(TestGenerators.CALOGAN, 3, HeadKind.NOISY_CELLS);
  private static final Case ENERGIES_AND_COUNTS =
      new Case(TestGenerators.CALOGAN, 3, HeadKind.NOISY_CELLS, false, false);
  private static final Case RATIOS_ALONE =
      new Case(TestGenerators.CALOGAN, 2, HeadKind.NOISY_CELLS, false, true);

  /** A small generator. */
  record Case(DetectorSpec detector, int root, HeadKind head, boolean widths, boolean ratios) {
    Case(DetectorSpec detector, int root, HeadKind head) {
      this(detector, root, head, true, true);
    }

    GeneratorArtifact generator() {
      return TestGenerators.artifact(
          TestGenerators.recipe(root, LayerDesign.denseLayers(9, 7), head),
          TestGenerators.transform(detector, root, widths, ratios));
    }
  }

  static List<Case> cases() {
    return List.of(
        CALOGAN, ENERGIES_AND_COUNTS, RATIOS_ALONE, MESH, UNEVEN, ONE_LAYER_NO_THRESHOLD);
  }

  private static DetectorSpec detector(
      List<Condition> conditions, double threshold, org.showerforge.detector.Layer... layers) {
    return new DetectorSpec("toy", conditions, Arrays.asList(layers), threshold, List.of());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void modelsAgreeWithTheSampler(Case kind) {
    GeneratorArtifact generator = kind.generator();
    for (Layout layout : Layout.values()) {
      Agreement agreement = OnnxModel.of(generator, layout).agreement();
      assertThat(agreement.events()).isGreaterThanOrEqualTo(10_000);
      assertThat(agreement.layers())
          .isEqualTo((long) agreement.events() * kind.detector().layers().size());
      assertThat(agreement.layersApart()).isLessThanOrEqualTo(agreement.layers() / 2000);
      // Not exactly zero, or nothing was computed.
      assertThat(agreement.maxRelativeDifference()).as("%s", layout).isBetween(1e-9, 1e-4);
    }
  }

  /** Agreement means little if all showers are empty or full. */
  @ParameterizedTest
  @MethodSource("cases")
  void theShowersComparedAreOfAllSizes(Case kind) {
    GeneratorArtifact generator = kind.generator();
    Ports.Events events = Agreement.events(generator.card(), 0);
    float[] cells =
        new ShowerSampler(generator.card(), generator.weights()).block(1, 0, events.conditions());
    DetectorSpec detector = kind.detector();
    for (int l = 0; l < detector.layers().size(); l++) {
      boolean[] seen = new boolean[detector.layers().get(l).cells() + 1];
      for (int n = 0; n < events.count(); n++) {
        int kept = 0;
        for (int i = detector.offset(l); i < detector.offset(l + 1); i++) {
          kept += cells[n * detector.cells() + i] > 0 ? 1 : 0;
        }
        seen[kept] = true;
      }
      int sizes = 0;
      for (boolean size : seen) {
        sizes += size ? 1 : 0;
      }
      assertThat(sizes).as("numbers of kept cells in layer %d", l).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void anAlteredWeightIsSeen() {
    GeneratorArtifact generator = UNEVEN.generator();
    for (Layout layout : Layout.values()) {
      for (String stage : List.of("totals", "shapes")) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        generator.weights().byStage().forEach((name, w) -> weights.put(name, w.clone()));
        float[] altered = Objects.requireNonNull(weights.get(stage));
        altered[altered.length / 2] += 0.01f;
        GeneratorArtifact other =
            new GeneratorArtifact(
                generator.card(), new GeneratorWeights(weights, generator.weights().tables()));
        Ports ports = layout.ports(generator.card());
        byte[] model = OnnxModel.build(other, ports, Map.of());
        Agreement agreement = Agreement.of(model, generator, ports);
        assertThatThrownBy(agreement::require)
            .isInstanceOf(UserException.class)
            .hasMessageContaining("not the generator's")
            .message()
            .doesNotContain("\n");
      }
    }
  }

  @Test
  void aDifferenceThatIsNoNumberFails() {
    assertThatThrownBy(() -> new Agreement(1, 1, 0, Double.NaN).require())
        .isInstanceOf(UserException.class);
    assertThatThrownBy(() -> new Agreement(1, 100, 1, 0).require())
        .isInstanceOf(UserException.class);
    new Agreement(1000, 1000, 1, 1e-4).require();
  }

  @Test
  void oneEventAtATimeGivesTheSameShowers() {
    GeneratorArtifact generator = MESH.generator();
    Ports ports = Layout.PAR04.ports(generator.card());
    Ports.Events events = Agreement.events(generator.card(), 0);
    Map<String, float[]> inputs = ports.inputs(events);
    try (OnnxSession session = new OnnxSession(OnnxModel.build(generator, ports, Map.of()))) {
      float[] all = session.run(events.count(), inputs, ports.output());
      int width = all.length / events.count();
      for (int n = 0; n < 50; n++) {
        Map<String, float[]> one = new HashMap<>();
        int event = n;
        inputs.forEach(
            (name, values) -> {
              int columns = values.length / events.count();
              one.put(name, Arrays.copyOfRange(values, event * columns, (event + 1) * columns));
            });
        float[] alone = session.run(1, one, ports.output());
        for (int i = 0; i < width; i++) {
          assertThat(alone[i]).isCloseTo(all[n * width + i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void ourModelSaysWhatItIs() throws InvalidProtocolBufferException {
    GeneratorArtifact generator = CALOGAN.generator();
    OnnxModel exported = OnnxModel.of(generator, Layout.SHOWERFORGE);
    ModelProto model = ModelProto.parseFrom(exported.bytes());
    assertThat(model.getIrVersion()).isEqualTo(7).isEqualTo(exported.irVersion());
    assertThat(model.getOpsetImportList()).hasSize(1);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13).isEqualTo(exported.opset());
    assertThat(shapes(model.getGraph().getInputList()))
        .isEqualTo(Map.of("conditions", "N x 1", "noise", "N x 513"));
    assertThat(shapes(model.getGraph().getOutputList())).isEqualTo(Map.of("cells", "N x 504"));
    Map<String, String> metadata =
        model.getMetadataPropsList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    assertThat(metadata)
        .containsEntry("detector", "calogan")
        .containsEntry("conditions", "energy GeV")
        .containsEntry("trained_range", "energy 1.0..20.0 GeV")
        .containsEntry("training_seed", "1")
        .containsEntry("weights_sha256", generator.card().weightsSha256())
        .containsKeys("showerforge", "threshold", "noise", "cells")
        .isEqualTo(exported.metadata());
  }

  @Test
  void par04sModelHasOneInputAndOneOutput() throws InvalidProtocolBufferException {
    GeneratorArtifact generator = MESH.generator();
    ModelProto model =
        ModelProto.parseFrom(
            OnnxModel.build(generator, Layout.PAR04.ports(generator.card()), Map.of()));
    // 4 + 5 latent numbers, 48 cells; then energy, angle and two for the geometry.
    assertThat(shapes(model.getGraph().getInputList())).isEqualTo(Map.of("input", "N x 61"));
    assertThat(shapes(model.getGraph().getOutputList())).isEqualTo(Map.of("output", "N x 48"));
  }

  /** The example's loops, written out: for each ring, for each sector, for each layer. */
  @Test
  void par04sCellsAreInItsOrder() {
    GeneratorArtifact generator = MESH.generator();
    Ports ports = Layout.PAR04.ports(generator.card());
    Ports.Events events = Agreement.events(generator.card(), 0);
    float[] sampled =
        new ShowerSampler(generator.card(), generator.weights()).block(1, 0, events.conditions());
    float[] output;
    try (OnnxSession session = new OnnxSession(OnnxModel.build(generator, ports, Map.of()))) {
      output = session.run(events.count(), ports.inputs(events), ports.output());
    }
    int at = 0;
    for (int ring = 0; ring < 3; ring++) {
      for (int sector = 0; sector < 8; sector++) {
        for (int layer = 0; layer < 2; layer++) {
          float cell = sampled[24 * layer + 3 * sector + ring];
          assertThat((double) output[at++])
              .isCloseTo(cell / (1000.0 * events.conditions()[0]), within(1e-6));
        }
      }
    }
  }

  private static Map<String, String> shapes(List<ValueInfoProto> values) {
    return values.stream()
        .collect(
            Collectors.toMap(
                ValueInfoProto::getName,
                value ->
                    value.getType().getTensorType().getShape().getDimList().stream()
                        .map(d -> d.hasDimParam() ? d.getDimParam() : "" + d.getDimValue())
                        .collect(Collectors.joining(" x "))));
  }

  @Test
  void par04RefusesConditionsThatItDoesNotGive() {
    DetectorSpec charged =
        detector(
            List.of(ENERGY, new Condition("charge", "e", -1, 1, Condition.Scale.LINEAR)),
            0.5,
            RINGS);
    GeneratorArtifact generator =
        TestGenerators.artifact(TestGenerators.recipe(), TestGenerators.transform(charged, 3));
    assertThatThrownBy(() -> OnnxModel.of(generator, Layout.PAR04))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "layout par04: gives the energy in GeV and theta in deg, not charge in e; use layout"
                + " showerforge");
  }
}
