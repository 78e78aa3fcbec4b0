package org.showerforge.metrics;

/**
 * A point of a ROC curve.
 *
 * @param falsePositive fraction of the negatives (Geant4) above the cut
 * @param truePositive fraction of the positives (generated) above the cut
 */
public record RocPoint(double falsePositive, double truePositive) {}
