package org.showerforge.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.ClassifierComparison;
import org.showerforge.metrics.ConditionBin;
import org.showerforge.metrics.EnergyBin;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.EvaluationSettings;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.Geant4Check;
import org.showerforge.metrics.JointDistances;
import org.showerforge.metrics.Judged;
import org.showerforge.metrics.NeuralComparison;
import org.showerforge.metrics.SampleSizes;
import org.showerforge.metrics.WholeComparison;

/**
 * The content of {@code metrics.json}: every figure of an evaluation, without the pictures. Each
 * key is the record component of the same name and is documented there.
 *
 * @param format version of this layout; raised when a key changes its meaning or goes
 * @param facts what was evaluated
 * @param verdict one sentence
 * @param findings what is off, in words
 * @param detector the detector
 * @param settings seed and threads
 * @param sizes the events compared
 * @param highLevel the classifier on shower shapes
 * @param lowLevel the classifier on cells
 * @param neuralHigh the neural classifier on shower shapes; null if left out
 * @param neuralLow the neural classifier on cells; null if left out
 * @param joint distances in all shower shapes at once
 * @param incidentEnergy whether both samples have the same spectrum
 * @param geant4Against whether both Geant4 samples are of one kind
 * @param features every shower shape
 * @param bins the shower shapes in bins of the incident energy
 * @param response energy response against incident energy
 * @param whole the whole data sets compared; null if the evaluation has all their events
 * @param speed of the generator; null if none was given
 * @param figures the figures that a gate may judge, by name
 * @param gate what a gate said; empty without one
 */
public record MetricsFile(
    int format,
    ReportFacts facts,
    String verdict,
    List<String> findings,
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
    @Nullable WholeComparison whole,
    @Nullable GenerationSpeed speed,
    Map<String, Judged> figures,
    List<Gate.Outcome> gate) {
  /** The layout that this version writes. */
  public static final int FORMAT = 3;

  /** Copies the lists. */
  public MetricsFile {
    findings = List.copyOf(findings);
    features = List.copyOf(features);
    bins = List.copyOf(bins);
    response = List.copyOf(response);
    gate = List.copyOf(gate);
  }

  /** The figures of an evaluation. */
  public static MetricsFile of(ReportInput input) {
    ReportFacts facts = input.facts();
    Evaluation e = input.evaluation();
    return new MetricsFile(
        FORMAT,
        facts,
        e.verdict(),
        e.findings(),
        e.detector(),
        e.settings(),
        e.sizes(),
        e.highLevel(),
        e.lowLevel(),
        e.neuralHigh(),
        e.neuralLow(),
        e.joint(),
        e.incidentEnergy(),
        e.geant4Against(),
        e.features(),
        e.bins(),
        e.response(),
        input.whole(),
        input.speed(),
        e.figures(),
        input.gate());
  }

  /** The bytes of {@code metrics.json}. */
  public byte[] toJson() {
    return Json.write(this);
  }
}
