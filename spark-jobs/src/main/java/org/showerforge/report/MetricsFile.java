package org.showerforge.report;

import java.util.List;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.ClassifierComparison;
import org.showerforge.metrics.EnergyBin;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.EvaluationSettings;
import org.showerforge.metrics.FeatureComparison;
import org.showerforge.metrics.Geant4Check;
import org.showerforge.metrics.SampleSizes;

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
 * @param incidentEnergy whether both samples have the same spectrum
 * @param geant4Against whether both Geant4 samples are of one kind
 * @param features every shower shape
 * @param response energy response against incident energy
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
    FeatureComparison incidentEnergy,
    Geant4Check geant4Against,
    List<FeatureComparison> features,
    List<EnergyBin> response) {
  /** The layout that this version writes. */
  public static final int FORMAT = 1;

  /** Copies the lists. */
  public MetricsFile {
    findings = List.copyOf(findings);
    features = List.copyOf(features);
    response = List.copyOf(response);
  }

  /** The figures of an evaluation. */
  public static MetricsFile of(ReportFacts facts, Evaluation e) {
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
        e.incidentEnergy(),
        e.geant4Against(),
        e.features(),
        e.response());
  }

  /** The bytes of {@code metrics.json}. */
  public byte[] toJson() {
    return Json.write(this);
  }
}
