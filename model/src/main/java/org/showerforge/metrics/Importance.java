package org.showerforge.metrics;

/**
 * How much of a classifier's work one variable does.
 *
 * @param label the variable
 * @param share its part of the loss reduction over all splits of all folds, 0..1
 */
public record Importance(String label, double share) {}
