package org.showerforge.metrics;

import java.util.List;

/**
 * How well a classifier tells two samples apart.
 *
 * @param auc mean over the folds of the area under the ROC curve on the events that the fold's
 *     model never saw; 0.5 if the samples cannot be told apart
 * @param error its standard error, DeLong's over the held-out events
 * @param foldSpread standard deviation of the folds' areas
 * @param folds the folds' areas
 * @param roc the curve of all out-of-fold scores together; a generated event is a positive
 * @param importances the variables that it used most, first the most used
 */
public record ClassifierResult(
    double auc,
    double error,
    double foldSpread,
    List<Double> folds,
    List<RocPoint> roc,
    List<Importance> importances) {
  /** Copies the lists. */
  public ClassifierResult {
    folds = List.copyOf(folds);
    roc = List.copyOf(roc);
    importances = List.copyOf(importances);
  }
}
