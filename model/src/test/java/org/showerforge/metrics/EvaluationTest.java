package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/** The whole evaluation on showers whose faults are known. */
final class EvaluationTest {
  private static final NeuralSettings NEURAL = new NeuralSettings(List.of(32), 8);
  private static final EvaluationSettings SETTINGS = new EvaluationSettings(5, NEURAL, 2);
  private static final ShowerSample REFERENCE =
      TestShowers.make(800, 1, TestShowers.Distortion.NONE);
  private static final ShowerSample SECOND = TestShowers.make(900, 2, TestShowers.Distortion.NONE);
  private static final ShowerSample WRONG =
      TestShowers.make(1000, 3, new TestShowers.Distortion(1.05, 1.1));

  private static final Evaluation OF_WRONG = evaluate(WRONG);

  private static Evaluation evaluate(ShowerSample generated) {
    return Evaluation.of(REFERENCE, SECOND, generated, SETTINGS);
  }

  private static FeatureComparison feature(Evaluation evaluation, String name) {
    return evaluation.features().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showersOfTheSameKindAreAtTheirFloors() {
    Evaluation e = evaluate(TestShowers.make(800, 4, TestShowers.Distortion.NONE));
    assertThat(e.features()).noneMatch(FeatureComparison::beyondChance);
    assertThat(e.highLevel().beyondChance()).isFalse();
    assertThat(e.lowLevel().beyondChance()).isFalse();
    assertThat(e.geant4Against().passes()).isTrue();
    assertThat(e.verdict()).contains("cannot tell");
    assertThat(e.findings()).anyMatch(s -> s.startsWith("0 of "));
  }

  @Test
  void knownFaultsAreFoundWithTheirSize() {
    Evaluation e = OF_WRONG;
    assertThat(e.sizes()).isEqualTo(new SampleSizes(800, 800, 900, 1000, 0, 0));
    FeatureComparison response = feature(e, "response");
    assertThat(response.beyondChance()).isTrue();
    // 3 % spread over 800 events each: the shift of 5 % is known to 0.15 %; three of that.
    assertThat(response.emd().value()).isCloseTo(0.05, within(0.0045));
    assertThat(response.emdPerRms()).isCloseTo(0.05 / 0.03, within(0.2));
    assertThat(response.timesFloor().orElseThrow()).isGreaterThan(10);
    assertThat(feature(e, "centroid_y.back").beyondChance()).isFalse();
    assertThat(e.worstFirst().get(0).timesFloor().orElseThrow())
        .isGreaterThan(e.worstFirst().get(10).timesFloor().orElseThrow());
    assertThat(e.findings())
        .anyMatch(s -> s.startsWith("Energy response E_tot/E_inc:") && s.contains("too high"))
        .anyMatch(s -> s.startsWith("Lateral width along y, back:"));
    assertThat(e.response()).hasSize(EnergyRanges.COUNT);
    for (EnergyBin bin : e.response()) {
      EnergyResponse a = java.util.Objects.requireNonNull(bin.reference());
      EnergyResponse b = java.util.Objects.requireNonNull(bin.generated());
      // Thresholds cost up to a few per mille; four standard errors of both.
      assertThat(b.mean() / a.mean()).isCloseTo(1.05, within(4 * 0.0042));
      assertThat(a.resolution()).isCloseTo(0.03, within(4 * a.resolutionError()));
      assertThat(a.resolutionError() / a.resolution())
          .isCloseTo(1 / Math.sqrt(2.0 * a.events()), within(0.03));
    }
  }

  @Test
  void everyEventIsInAHistogramOrCountedOutside() {
    Evaluation e = OF_WRONG;
    assertThat(e.features())
        .allSatisfy(
            f -> {
              Histogram h = f.histogram();
              assertThat(h.edges()).hasSize(h.reference().size() + 1);
              assertThat(sum(h.reference()) + h.referenceOutside()).isEqualTo(800);
              assertThat(sum(h.generated()) + h.generatedOutside()).isEqualTo(800);
              assertThat(h.referenceOutside()).isLessThanOrEqualTo(16);
            });
    assertThat(e.pictures().reference()).hasSize(ShowerPictures.SHOWERS);
    assertThat(e.pictures().meanGeneratedMeV()).hasSize(TestShowers.SMALL.cells());
  }

  @Test
  void aConstantVariableSaysWhyAFigureIsMissing() {
    FeatureComparison depth = feature(OF_WRONG, "depth");
    assertThat(depth.emdPerRms()).isNull();
    assertThat(depth.remark()).contains("one value in all Geant4 events");
    assertThat(depth.timesFloor()).isEmpty();
    assertThat(depth.beyondChance()).isFalse();
  }

  @Test
  void theSameSeedGivesTheSameEvaluation() {
    assertThat(evaluate(WRONG)).isEqualTo(OF_WRONG);
  }

  @Test
  void anotherSpectrumIsNoticed() {
    ShowerSample other = TestShowers.make(800, 9, TestShowers.Distortion.NONE);
    float[] halved = new float[800];
    float[] cells = new float[800 * TestShowers.SMALL.cells()];
    for (int event = 0; event < 800; event++) {
      halved[event] = (float) other.incidentGeV(event) / 2;
      for (int cell = 0; cell < TestShowers.SMALL.cells(); cell++) {
        cells[event * TestShowers.SMALL.cells() + cell] = other.cellMeV(event, cell) / 2;
      }
    }
    Evaluation e = evaluate(new ShowerSample(TestShowers.SMALL, 800, halved, cells));
    assertThat(e.incidentEnergy().beyondChance()).isTrue();
    assertThat(e.findings()).anyMatch(s -> s.startsWith("The incident energies differ"));
  }

  @Test
  void geant4SamplesOfTwoKindsAreNoticed() {
    Evaluation e = Evaluation.of(REFERENCE, WRONG, SECOND, SETTINGS);
    assertThat(e.geant4Against().passes()).isFalse();
    assertThat(e.findings()).anyMatch(s -> s.startsWith("The two Geant4 samples differ"));
  }

  @Test
  void whatCannotBeEvaluatedIsRefused() {
    assertThatThrownBy(() -> evaluate(WRONG.first(199)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("at least 200 events")
        .hasMessageContaining("199 generated");
    int cells = TestShowers.SMALL.cells();
    float[] energies = new float[300];
    java.util.Arrays.fill(energies, 5);
    float[] broken = new float[300 * cells];
    assertThatThrownBy(() -> evaluate(new ShowerSample(TestShowers.SMALL, 300, energies, broken)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("generated sample: all 300 showers are empty");
    broken[7 * cells + 3] = Float.NaN;
    assertThatThrownBy(() -> evaluate(new ShowerSample(TestShowers.SMALL, 300, energies, broken)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("generated sample, event 7: the energy of cell 3 is NaN");
    DetectorSpec calogan = DetectorSpec.load("calogan");
    ShowerSample foreign =
        new ShowerSample(calogan, 300, energies, new float[300 * calogan.cells()]);
    assertThatThrownBy(() -> evaluate(foreign))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("generated sample: its detector calogan (504 cells");
    assertThatThrownBy(() -> new EvaluationSettings(1, NEURAL, 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("threads must be at least 1");
  }

  @Test
  void tooFewEventsInAnEnergyBinAreSaid() {
    float[] energies = new float[800];
    java.util.Arrays.fill(energies, 5);
    float[] cells = new float[800 * TestShowers.SMALL.cells()];
    java.util.Arrays.fill(cells, 40);
    List<EnergyBin> bins =
        EnergyBin.of(REFERENCE, new ShowerSample(TestShowers.SMALL, 800, energies, cells));
    assertThat(bins).anyMatch(bin -> bin.remark().contains("the generated sample has 0"));
  }

  @Test
  void fewEventsForSoManyShapesAreSaid() {
    Evaluation few = evaluate(WRONG.first(210));
    assertThat(10 * few.features().size()).isBetween(211, 800);
    assertThat(few.findings())
        .anyMatch(s -> s.startsWith("210 events are few for " + few.features().size()));
    assertThat(OF_WRONG.findings()).noneMatch(s -> s.contains("are few for"));
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void theSamplesAreComparedInAllShapesAtOnce() {
    JointDistances equal = evaluate(TestShowers.make(800, 4, TestShowers.Distortion.NONE)).joint();
    JointDistances wrong = OF_WRONG.joint();
    assertThat(wrong.frechet().value()).isGreaterThan(3 * wrong.frechetFloor().value());
    assertThat(equal.frechet().value()).isLessThan(2 * equal.frechetFloor().value());
    assertThat(wrong.kernel().value()).isGreaterThan(wrong.kernelFloor().value());
    assertThat(wrong.sliced().beyondChance()).isTrue();
    assertThat(equal.sliced().beyondChance()).isFalse();
    assertThat(wrong.neighbours().coverage()).isLessThan(wrong.neighboursFloor().coverage());
    assertThat(equal.memorisation().nearer())
        .isCloseTo(0.5, within(5 * equal.memorisation().error()));
    assertThat(equal.memorisation().copies()).isZero();
    assertThat(equal.correlations().reference().get(0).get(1))
        .isEqualTo(equal.correlations().reference().get(1).get(0));
    assertThat(equal.correlations().largestDifference()).isLessThan(0.15);
    assertThat(wrong.remarks())
        .anyMatch(remark -> remark.contains("JetNet draws 20,000 to 50,000 events"))
        .anyMatch(remark -> remark.contains("there are 800"));
  }

  @Test
  void showersThatTheGeneratorRepeatsAreFound() {
    Evaluation e = evaluate(SECOND);
    assertThat(e.joint().memorisation().nearer()).isGreaterThan(0.99);
    assertThat(e.joint().memorisation().copies()).isEqualTo(800);
  }

  @Test
  void shapesAreComparedByIncidentEnergyToo() {
    assertThat(OF_WRONG.bins()).hasSize(EnergyRanges.COUNT);
    assertThat(OF_WRONG.bins().get(0).toGeV()).isEqualTo(OF_WRONG.bins().get(1).fromGeV());
    for (ConditionBin bin : OF_WRONG.bins()) {
      assertThat(bin.events()).isBetween(ConditionBin.FEWEST_EVENTS, 170);
      assertThat(bin.shapes()).hasSameSizeAs(OF_WRONG.features());
    }
    assertThat(OF_WRONG.bins())
        .allMatch(
            bin ->
                bin.shapes().stream()
                    .anyMatch(s -> s.name().equals("response") && s.emd().beyondChance()));
  }

  @Test
  void everyFigureHasAnErrorAndAName() {
    assertThat(OF_WRONG.features())
        .filteredOn(f -> f.reference().rms() > 0)
        .allMatch(f -> f.emd().error() > 0);
    assertThat(OF_WRONG.figures())
        .containsKeys(
            "aucHigh",
            "aucLow",
            "aucNeuralHigh",
            "jsdLow",
            "fpd",
            "kpd",
            "slicedEmd",
            "recall",
            "memorisation",
            "separationWorst",
            "responseMean",
            "separation/response")
        .doesNotContainValue(null);
    assertThat(wrongFigure("responseMean")).isCloseTo(0.05, within(0.01));
    assertThat(wrongFigure("aucHigh")).isEqualTo(OF_WRONG.highLevel().generated().auc());
    NeuralComparison neural = java.util.Objects.requireNonNull(OF_WRONG.neuralHigh());
    assertThat(neural.generated().auc()).isGreaterThan(neural.floor().auc());
  }

  private static double wrongFigure(String name) {
    return java.util.Objects.requireNonNull(OF_WRONG.figures().get(name), name).value();
  }
}
