package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.ShowerNoise;
import org.showerforge.cascade.StageEvents;
import org.showerforge.detector.Condition;

/** The whole cascade as nodes, from conditions and noise in physical units to cells in MeV. */
final class CascadeNodes {
  private static final double MEV_PER_GEV = 1000;

  private CascadeNodes() {}

  /**
   * Adds the nodes.
   *
   * @param conditions [N, conditions], physical
   * @param normals [N, {@link ShowerNoise#normals()}]
   * @return [N, cells], MeV; cells at or below the threshold are 0
   */
  static Tensor cells(GeneratorArtifact generator, Tensor conditions, Tensor normals) {
    CascadeTransform transform = generator.card().transform();
    ShowerNoise noise = ShowerNoise.of(generator.card());
    Tensor given = normalised(transform.detector().conditions(), conditions);
    Tensor incidentMeV = conditions.columns(0, 1).to(Tensor.Type.DOUBLE).times(MEV_PER_GEV);
    Tensor condition = given.columns(0, 1).to(Tensor.Type.DOUBLE);
    Tensor scores =
        corrected(
            transform,
            StageNodes.response(
                noise.totals(),
                generator.weights().stage("totals"),
                normals.columns(0, noise.totals().noise()),
                given),
            condition);
    Tensor shapes =
        StageNodes.response(
            noise.shapes(),
            generator.weights().stage("shapes"),
            normals.columns(noise.totals().noise(), noise.normals()),
            Tensor.beside(
                List.of(
                    given, scores.times(StageEvents.SCORE_SCALE), unit(transform, incidentMeV))));
    LayerNodes layers = LayerNodes.of(transform, scores, condition, incidentMeV);
    Tensor calibrated =
        transform.countEdges().isEmpty()
            ? shapes
            : CalibrationNodes.calibrated(generator, shapes, layers.cells());
    return AssemblyNodes.constrained(
        transform.detector(), cellsMeV(transform, calibrated, incidentMeV), layers);
  }

  private static Tensor corrected(CascadeTransform transform, Tensor scores, Tensor condition) {
    return transform.corrections().isEmpty()
        ? scores
        : LayerNodes.values(transform.corrections(), scores, condition).to(Tensor.Type.FLOAT);
  }

  /** {@link CascadeTransform#unit}. */
  private static Tensor unit(CascadeTransform transform, Tensor incidentMeV) {
    double most = MEV_PER_GEV * transform.detector().conditions().get(0).max();
    return incidentMeV
        .node("Log")
        .minus(Math.log(most))
        .over(-transform.root())
        .node("Exp")
        .to(Tensor.Type.FLOAT);
  }

  private static Tensor normalised(List<Condition> conditions, Tensor values) {
    List<Tensor> columns = new ArrayList<>();
    for (int k = 0; k < conditions.size(); k++) {
      Condition condition = conditions.get(k);
      Tensor value = values.columns(k, k + 1).to(Tensor.Type.DOUBLE);
      boolean log = condition.scale() == Condition.Scale.LOG;
      double min = log ? Math.log(condition.min()) : condition.min();
      double max = log ? Math.log(condition.max()) : condition.max();
      Tensor scaled = log ? value.node("Log") : value;
      columns.add(scaled.minus(min).times(2).over(max - min).minus(1).to(Tensor.Type.FLOAT));
    }
    return Tensor.beside(columns);
  }

  private static Tensor cellsMeV(CascadeTransform transform, Tensor shapes, Tensor incidentMeV) {
    Tensor ratio = shapes.to(Tensor.Type.DOUBLE).atLeast(0).over(transform.scale());
    Tensor power = ratio;
    for (int k = 1; k < transform.root(); k++) {
      power = power.times(ratio);
    }
    return power.times(incidentMeV).to(Tensor.Type.FLOAT);
  }
}
