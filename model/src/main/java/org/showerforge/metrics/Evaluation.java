package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/**
 * Everything that is measured of a generated sample.
 *
 * <p>The read-out threshold is applied to all samples, and all are cut to the size of the smallest.
 *
 * @param detector the detector
 * @param settings how it was run
 * @param sizes the events compared
 * @param highLevel the classifier on shower shapes
 * @param lowLevel the classifier on cells
 * @param neuralHigh the neural classifier on shower shapes; null if it was left out
 * @param neuralLow the neural classifier on cells; null if it was left out
 * @param joint distances in all shower shapes at once
 * @param incidentEnergy the incident energies of generated and Geant4 events; at its floor if the
 *     generator was asked for the same spectrum
 * @param geant4Against the shower shapes of the two Geant4 samples: {@code KS} probability of the
 *     one that differs most; tiny if the two are not of one kind
 * @param features the shower shapes
 * @param bins the shower shapes in bins of the incident energy
 * @param response energy response against incident energy
 * @param pictures showers to look at
 */
public record Evaluation(
    DetectorSpec detector,
    EvaluationSettings settings,
    SampleSizes sizes,
    ClassifierComparison highLevel,
    ClassifierComparison lowLevel,
    @Nullable NeuralComparison neuralHigh,
    @Nullable NeuralComparison neuralLow,
    JointDistances joint,
    FeatureComparison incidentEnergy,
    Geant4Check geant4Against,
    List<FeatureComparison> features,
    List<ConditionBin> bins,
    List<EnergyBin> response,
    ShowerPictures pictures) {

  /** Events of each sample below which no figure means much. */
  public static final int FEWEST_EVENTS = 200;

  /** Copies the lists. */
  public Evaluation {
    features = List.copyOf(features);
    bins = List.copyOf(bins);
    response = List.copyOf(response);
  }

  /**
   * Compares generated showers with Geant4's.
   *
   * @param reference Geant4 events that the generator has not been trained on
   * @param second other Geant4 events of the same kind, for the floor
   * @param generated generated events for the same spectrum of conditions
   * @param settings seed and threads
   */
  public static Evaluation of(
      ShowerSample reference,
      ShowerSample second,
      ShowerSample generated,
      EvaluationSettings settings) {
    requireSameDetector(reference, second, "second Geant4");
    requireSameDetector(reference, generated, "generated");
    int size = Math.min(reference.size(), Math.min(second.size(), generated.size()));
    if (size < FEWEST_EVENTS) {
      throw new UserException(
          "evaluation: at least %d events are needed in each sample, got %d Geant4, %d other"
              + " Geant4 and %d generated events",
          FEWEST_EVENTS, reference.size(), second.size(), generated.size());
    }
    ShowerSample a = recorded(reference, size, "Geant4");
    ShowerSample c = recorded(second, size, "second Geant4");
    ShowerSample b = recorded(generated, size, "generated");
    List<Feature> shapesA = ShowerShapes.of(a);
    List<Feature> shapesC = ShowerShapes.of(c);
    List<Feature> shapesB = ShowerShapes.of(b);
    FeatureComparer comparer = new FeatureComparer(size, settings.seed());
    List<FeatureComparison> features = new ArrayList<>();
    for (int i = 0; i < shapesA.size(); i++) {
      features.add(comparer.compare(shapesA.get(i), shapesC.get(i), shapesB.get(i)));
    }
    JointDistances.Shapes tables =
        new JointDistances.Shapes(
            FeatureTable.highLevel(a, shapesA),
            FeatureTable.highLevel(c, shapesC),
            FeatureTable.highLevel(b, shapesB));
    return new Evaluation(
        a.spec(),
        settings,
        new SampleSizes(
            size,
            reference.size(),
            second.size(),
            generated.size(),
            a.emptyShowers(),
            b.emptyShowers()),
        new ClassifierComparison(
            ClassifierTest.highLevel(tables.reference(), tables.generated(), settings),
            ClassifierTest.highLevel(tables.reference(), tables.second(), settings)),
        new ClassifierComparison(
            ClassifierTest.lowLevel(a, b, settings), ClassifierTest.lowLevel(a, c, settings)),
        neural(() -> neuralHighLevel(a, c, b, tables), settings),
        neural(() -> neuralLowLevel(a, c, b), settings),
        JointDistances.of(a, c, b, tables, settings.seed()),
        comparer.compare(incident(a), incident(c), incident(b)),
        Geant4Check.of(shapesA, shapesC),
        features,
        ConditionBin.of(
            new ConditionBin.Measured(a, shapesA),
            new ConditionBin.Measured(c, shapesC),
            new ConditionBin.Measured(b, shapesB),
            settings.seed()),
        EnergyBin.of(a, b),
        ShowerPictures.of(a, b));
  }

  /** CaloChallenge's own where they fit; elsewhere shapes in units of the reference's spread. */
  private static JointDistances.Shapes neuralHighLevel(
      ShowerSample a, ShowerSample c, ShowerSample b, JointDistances.Shapes tables) {
    return ChallengeTables.fit(a)
        ? new JointDistances.Shapes(
            ChallengeTables.highLevel(a),
            ChallengeTables.highLevel(c),
            ChallengeTables.highLevel(b))
        : tables.standardised();
  }

  private static JointDistances.Shapes neuralLowLevel(
      ShowerSample a, ShowerSample c, ShowerSample b) {
    Function<ShowerSample, FeatureTable> seen =
        ChallengeTables.fit(a) ? ChallengeTables::lowLevel : FeatureTable::lowLevel;
    return new JointDistances.Shapes(seen.apply(a), seen.apply(c), seen.apply(b));
  }

  /** Its tables are made only if the classifier is wanted. */
  private static @Nullable NeuralComparison neural(
      Supplier<JointDistances.Shapes> seen, EvaluationSettings settings) {
    NeuralSettings neural = settings.neural();
    if (neural.hidden().isEmpty()) {
      return null;
    }
    JointDistances.Shapes tables = seen.get();
    return new NeuralComparison(
        NeuralTest.of(tables.reference(), tables.generated(), neural, settings.seed()),
        NeuralTest.of(tables.reference(), tables.second(), neural, settings.seed()));
  }

  private static Feature incident(ShowerSample sample) {
    double[] energies = new double[sample.size()];
    for (int event = 0; event < energies.length; event++) {
      energies[event] = sample.incidentGeV(event);
    }
    return new Feature("incident_energy", "Incident energy E_inc", "GeV", 0, energies);
  }

  private static ShowerSample recorded(ShowerSample sample, int size, String role) {
    ShowerSample cut = sample.first(size);
    cut.requireFinite(role);
    ShowerSample recorded = cut.withThreshold();
    if (recorded.emptyShowers() == size) {
      throw new UserException(
          "%s sample: all %d showers are empty above the threshold of %s MeV; are the energies in"
              + " MeV?",
          role, size, sample.spec().thresholdMeV());
    }
    return recorded;
  }

  private static void requireSameDetector(ShowerSample reference, ShowerSample other, String role) {
    DetectorSpec a = reference.spec();
    DetectorSpec b = other.spec();
    if (!a.layers().equals(b.layers())
        || a.thresholdMeV() != b.thresholdMeV()
        || a.conditions().size() != b.conditions().size()) {
      throw new UserException(
          "%s sample: its detector %s (%d cells, threshold %s MeV, %d conditions) is not the"
              + " reference's %s (%d cells, threshold %s MeV, %d conditions)",
          role,
          b.name(),
          b.cells(),
          b.thresholdMeV(),
          b.conditions().size(),
          a.name(),
          a.cells(),
          a.thresholdMeV(),
          a.conditions().size());
    }
  }

  /** The shower shapes, the one that is off by most floors first. */
  public List<FeatureComparison> worstFirst() {
    return features.stream()
        .sorted(
            Comparator.comparingDouble((FeatureComparison f) -> f.timesFloor().orElse(0))
                .reversed())
        .toList();
  }

  /** The figures that a gate may judge, by name. */
  public Map<String, Judged> figures() {
    return JudgedFigures.of(this);
  }

  /** One sentence: can a classifier tell generated showers from Geant4's? */
  public String verdict() {
    return Findings.verdict(this);
  }

  /** What is off, in words, the weightiest first. */
  public List<String> findings() {
    return Findings.of(this);
  }
}
