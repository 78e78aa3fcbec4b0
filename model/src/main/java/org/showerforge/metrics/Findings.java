package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts an evaluation into sentences. */
final class Findings {
  /** More would not be read. */
  private static final int MOST_FEATURES = 8;

  /** Means closer than this part of the RMS are called equal. */
  private static final double MEANS_AGREE = 0.02;

  /** A covariance of as many events per shape is known to a few tenths. */
  private static final int EVENTS_PER_SHAPE = 10;

  private Findings() {}

  static String verdict(Evaluation e) {
    int n = e.sizes().compared();
    double worst = Math.max(e.highLevel().generated().auc(), e.lowLevel().generated().auc());
    if (!e.highLevel().beyondChance() && !e.lowLevel().beyondChance()) {
      return format(
          "With %,d events of each, boosted trees cannot tell generated showers from Geant4's.", n);
    }
    String how =
        worst < 0.6
            ? "hardly"
            : worst < 0.75 ? "with difficulty" : worst < 0.9 ? "clearly" : "almost always";
    return format(
        "Boosted trees tell generated showers from Geant4's %s: AUC %.3f on shower shapes and %.3f"
            + " on cells, where 0.5 is perfect and 1 is useless.",
        how, e.highLevel().generated().auc(), e.lowLevel().generated().auc());
  }

  static List<String> of(Evaluation e) {
    List<String> findings = new ArrayList<>();
    findings.add(classifier("shower shapes", e.highLevel()));
    findings.add(classifier("cells", e.lowLevel()));
    if (e.highLevel().beyondChance()) {
      findings.add(importances(e.highLevel().generated().importances()));
    }
    features(e, findings);
    response(e, findings);
    samples(e, findings);
    return List.copyOf(findings);
  }

  private static String classifier(String input, ClassifierComparison test) {
    return format(
        "The classifier on %s reaches AUC %.3f ± %.3f; Geant4 against Geant4 gives %.3f ± %.3f: %s.",
        input,
        test.generated().auc(),
        test.generated().error(),
        test.floor().auc(),
        test.floor().error(),
        test.beyondChance()
            ? format("%.1f standard errors above it", test.excess() / test.excessError())
            : "no difference beyond chance");
  }

  private static String importances(List<Importance> importances) {
    List<String> words =
        importances.stream()
            .limit(3)
            .map(i -> format("%s (%.0f %%)", i.label(), 100 * i.share()))
            .toList();
    return "The classifier on shower shapes gains most from " + String.join(", ", words) + ".";
  }

  private static void features(Evaluation e, List<String> findings) {
    List<FeatureComparison> off =
        e.worstFirst().stream().filter(FeatureComparison::beyondChance).toList();
    findings.add(
        format(
            "%d of %d shower shapes differ from Geant4 beyond chance; the others are at their"
                + " floors.",
            off.size(), e.features().size()));
    off.stream().limit(MOST_FEATURES).map(Findings::feature).forEach(findings::add);
    if (off.size() > MOST_FEATURES) {
      findings.add(format("%d more are in the table.", off.size() - MOST_FEATURES));
    }
  }

  private static String feature(FeatureComparison f) {
    String unit = f.unit().isEmpty() ? "" : " " + f.unit();
    double shift = f.generated().mean() - f.reference().mean();
    String direction =
        Math.abs(shift) < MEANS_AGREE * f.reference().rms()
            ? "the means agree"
            : format(
                "its mean is %s%s too %s",
                Digits.three(Math.abs(shift)), unit, shift > 0 ? "high" : "low");
    String spread =
        f.reference().rms() > 0
            ? format(
                ", its spread %.0f %% of Geant4's", 100 * f.generated().rms() / f.reference().rms())
            : "";
    return format(
        "%s: separation power %s (%s), EMD %s%s (%s); %s (%s%s against %s%s)%s.",
        f.label(),
        Digits.three(f.separation().value()),
        timesFloor(f.separation()),
        Digits.three(f.emd().value()),
        unit,
        timesFloor(f.emd()),
        direction,
        Digits.resolving(f.generated().mean(), shift),
        unit,
        Digits.resolving(f.reference().mean(), shift),
        unit,
        spread);
  }

  private static String timesFloor(Figure figure) {
    return figure.timesFloor().isPresent()
        ? format("%.1f times its floor", figure.timesFloor().getAsDouble())
        : "its floor is zero";
  }

  private static void response(Evaluation e, List<String> findings) {
    int usable = 0;
    double worstMean = 0;
    double worstResolution = 0;
    List<String> off = new ArrayList<>();
    for (EnergyBin bin : e.response()) {
      EnergyResponse a = bin.reference();
      EnergyResponse b = bin.generated();
      if (a == null || b == null || !(a.mean() > 0) || !(a.resolution() > 0)) {
        findings.add(
            format(
                "Energy response at %.3g-%.3g GeV is not compared: %s.",
                bin.fromGeV(),
                bin.toGeV(),
                bin.remark().isEmpty() ? "Geant4's response there has no spread" : bin.remark()));
        continue;
      }
      usable++;
      double mean = b.mean() / a.mean() - 1;
      double resolution = b.resolution() / a.resolution() - 1;
      worstMean = Math.abs(mean) > Math.abs(worstMean) ? mean : worstMean;
      worstResolution =
          Math.abs(resolution) > Math.abs(worstResolution) ? resolution : worstResolution;
      if (Math.abs(b.mean() - a.mean()) > 3 * Math.hypot(a.meanError(), b.meanError())
          || Math.abs(b.resolution() - a.resolution())
              > 3 * Math.hypot(a.resolutionError(), b.resolutionError())) {
        off.add(format("%.3g-%.3g GeV", bin.fromGeV(), bin.toGeV()));
      }
    }
    if (usable > 0) {
      findings.add(
          format(
              "Energy response in %d bins of incident energy: the mean differs from Geant4's by at"
                  + " most %.2f %%, the resolution by at most %.0f %%; %s.",
              usable,
              100 * Math.abs(worstMean),
              100 * Math.abs(worstResolution),
              off.isEmpty()
                  ? "no bin is off by more than three standard errors"
                  : "off by more than three standard errors at " + String.join(", ", off)));
    }
  }

  private static void samples(Evaluation e, List<String> findings) {
    if (e.incidentEnergy().beyondChance()) {
      findings.add(
          format(
              "The incident energies differ (mean %.3f GeV generated, %.3f GeV Geant4): every other"
                  + " figure suffers from that; generate for the reference's spectrum.",
              e.incidentEnergy().generated().mean(), e.incidentEnergy().reference().mean()));
    }
    int needed = EVENTS_PER_SHAPE * e.features().size();
    if (e.sizes().compared() < needed) {
      findings.add(
          format(
              "%,d events are few for %d shower shapes: FPD and KPD say little with fewer than %,d.",
              e.sizes().compared(), e.features().size(), needed));
    }
    if (!e.geant4Against().passes()) {
      findings.add(
          format(
              "The two Geant4 samples differ from each other, most in %s (probability %.1g): are"
                  + " they of one kind?",
              e.geant4Against().label(), e.geant4Against().probability()));
    }
    if (e.sizes().emptyGenerated() > 0 || e.sizes().emptyReference() > 0) {
      findings.add(
          format(
              "%d generated and %d Geant4 showers have no cell above the threshold.",
              e.sizes().emptyGenerated(), e.sizes().emptyReference()));
    }
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
