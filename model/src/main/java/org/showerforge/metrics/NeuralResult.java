package org.showerforge.metrics;

/**
 * What a neural classifier says.
 *
 * @param auc the area under the ROC of the test events
 * @param error its standard error
 * @param jsd the Jensen-Shannon divergence in nats, log 2 less the calibrated cross-entropy of the
 *     test events; 0 for equal samples, log 2 for disjoint ones, and a little below 0 by chance
 */
public record NeuralResult(double auc, double error, double jsd) {}
