package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;

/** Pearson's correlation of each column with each. */
final class Correlations {
  private Correlations() {}

  /** A matrix of columns; 0 where a column is constant. */
  static List<List<Double>> of(FeatureTable table) {
    List<List<Double>> matrix = new ArrayList<>();
    for (int k = 0; k < table.width(); k++) {
      List<Double> row = new ArrayList<>();
      for (int l = 0; l < table.width(); l++) {
        row.add(k == l ? 1 : between(table.column(k), table.column(l)));
      }
      matrix.add(row);
    }
    return matrix;
  }

  static double between(double[] x, double[] y) {
    Moments mx = Moments.of(x);
    Moments my = Moments.of(y);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - mx.mean()) * (y[i] - my.mean());
    }
    double norm = mx.rms() * my.rms() * (x.length - 1);
    return norm > 0 ? sum / norm : 0;
  }
}
