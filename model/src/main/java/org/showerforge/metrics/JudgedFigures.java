package org.showerforge.metrics;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of an evaluation by name, for gates and for comparing generators. */
final class JudgedFigures {
  private JudgedFigures() {}

  static Map<String, Judged> of(Evaluation e) {
    Map<String, Judged> figures = new TreeMap<>();
    figures.put("aucHigh", auc(e.highLevel()));
    figures.put("aucLow", auc(e.lowLevel()));
    neural(figures, "High", e.neuralHigh());
    neural(figures, "Low", e.neuralLow());
    JointDistances joint = e.joint();
    figures.put("fpd", judged(joint.frechet(), joint.frechetFloor()));
    figures.put("kpd", judged(joint.kernel(), joint.kernelFloor()));
    figures.put("slicedEmd", judged(joint.sliced()));
    figures.put("criticEmd", judged(joint.critic(), joint.criticFloor()));
    Neighbours found = joint.neighbours();
    Neighbours floor = joint.neighboursFloor();
    figures.put("precision", new Judged(found.precision(), 0, floor.precision()));
    figures.put("recall", new Judged(found.recall(), 0, floor.recall()));
    figures.put("density", new Judged(found.density(), 0, floor.density()));
    figures.put("coverage", new Judged(found.coverage(), 0, floor.coverage()));
    figures.put(
        "memorisation",
        new Judged(joint.memorisation().nearer(), joint.memorisation().error(), 0.5));
    for (FeatureComparison shape : e.features()) {
      figures.put("emd/" + shape.name(), judged(shape.emd()));
      figures.put("separation/" + shape.name(), judged(shape.separation()));
    }
    List<Double> times =
        e.features().stream()
            .flatMapToDouble(shape -> shape.separation().timesFloor().stream())
            .sorted()
            .boxed()
            .toList();
    if (!times.isEmpty()) {
      figures.put("separationWorst", new Judged(times.get(times.size() - 1), 0, 1));
      figures.put("separationMedian", new Judged(times.get(times.size() / 2), 0, 1));
    }
    response(figures, e.response());
    return Collections.unmodifiableMap(figures);
  }

  /** The largest deviations from Geant4 over the bins, as fractions; floors: their errors. */
  private static void response(Map<String, Judged> figures, List<EnergyBin> bins) {
    Judged mean = new Judged(0, 0, 0);
    Judged resolution = new Judged(0, 0, 0);
    for (EnergyBin bin : bins) {
      EnergyResponse a = bin.reference();
      EnergyResponse b = bin.generated();
      if (a != null && b != null && a.mean() > 0 && a.resolution() > 0) {
        double error = Math.hypot(a.meanError(), b.meanError()) / a.mean();
        mean = worse(mean, new Judged(Math.abs(b.mean() / a.mean() - 1), error, error));
        double spread = Math.hypot(a.resolutionError(), b.resolutionError()) / a.resolution();
        resolution =
            worse(
                resolution,
                new Judged(Math.abs(b.resolution() / a.resolution() - 1), spread, spread));
      }
    }
    figures.put("responseMean", mean);
    figures.put("responseResolution", resolution);
  }

  private static Judged worse(Judged a, Judged b) {
    return b.value() > a.value() ? b : a;
  }

  private static void neural(
      Map<String, Judged> figures, String input, @Nullable NeuralComparison test) {
    if (test != null) {
      figures.put(
          "aucNeural" + input,
          new Judged(test.generated().auc(), test.generated().error(), test.floor().auc()));
      figures.put("jsd" + input, new Judged(test.generated().jsd(), 0, test.floor().jsd()));
    }
  }

  private static Judged auc(ClassifierComparison test) {
    return new Judged(test.generated().auc(), test.generated().error(), test.floor().auc());
  }

  private static Judged judged(Figure figure) {
    return new Judged(figure.value(), figure.error(), figure.floor());
  }

  private static Judged judged(Estimate value, Estimate floor) {
    return new Judged(value.value(), value.error(), floor.value());
  }
}
