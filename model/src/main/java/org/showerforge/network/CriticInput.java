package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.engine.CriticFeature;

/** The columns of a critic's input, [response | features | conditions], over some rows. */
final class CriticInput {
  private final Matrix all;
  private final Matrix response;
  private final Matrix conditions;
  private final List<CriticFeature> features;
  private final List<Matrix> featureColumns;

  CriticInput(StageDesign design, Backend backend, Matrix all) {
    this.all = all;
    this.features = design.features().build(backend, all.rows());
    this.response = all.columns(0, design.response());
    this.conditions = all.columns(design.criticResponse(), design.criticInputs());
    this.featureColumns = featureColumns(design, all);
  }

  private List<Matrix> featureColumns(StageDesign design, Matrix matrix) {
    List<Matrix> columns = new ArrayList<>();
    int from = design.response();
    for (CriticFeature feature : features) {
      columns.add(matrix.columns(from, from + feature.width()));
      from += feature.width();
    }
    return columns;
  }

  Matrix all() {
    return all;
  }

  Matrix response() {
    return response;
  }

  Matrix conditions() {
    return conditions;
  }

  /** Fills the feature columns from the response columns. */
  void applyFeatures(Matrix threshold) {
    for (int i = 0; i < features.size(); i++) {
      features.get(i).apply(response, threshold, featureColumns.get(i));
    }
  }

  /** Carries a derivative by [response, features] on to the response. */
  final class Backward {
    private final List<Matrix> gradients;

    Backward(StageDesign design, Matrix gradient) {
      this.gradients = featureColumns(design, gradient);
    }

    void addTo(Matrix threshold, Matrix responseGradient) {
      for (int i = 0; i < features.size(); i++) {
        features.get(i).addGradient(response, threshold, gradients.get(i), responseGradient);
      }
    }
  }
}
