package org.showerforge.network;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.engine.Backend;
import org.showerforge.engine.CriticFeature;
import org.showerforge.engine.Matrix;

/** The columns of a critic's input, [response | features | conditions], over one block of rows. */
final class CriticInput {
  private final Matrix all;
  private final Matrix response;
  private final Matrix conditions;
  private final List<CriticFeature> features;
  private final List<Matrix> featureColumns = new ArrayList<>();

  /** Features with buffers of their own over rows that the caller allocated. */
  CriticInput(StageDesign design, Backend backend, Matrix all) {
    this(design, all, design.features().build(backend, all.rows()));
  }

  /** Features that share their buffers with another block's. */
  CriticInput(StageDesign design, Matrix all, List<CriticFeature> features) {
    this.all = all;
    this.features = features;
    this.response = all.columns(0, design.response());
    this.conditions = all.columns(design.criticResponse(), design.criticInputs());
    int from = design.response();
    for (CriticFeature feature : features) {
      featureColumns.add(all.columns(from, from + feature.width()));
      from += feature.width();
    }
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

  List<CriticFeature> features() {
    return features;
  }

  /** Fills the feature columns from the response columns. */
  void applyFeatures(Matrix threshold) {
    for (int i = 0; i < features.size(); i++) {
      features.get(i).apply(response, threshold, featureColumns.get(i));
    }
  }
}
