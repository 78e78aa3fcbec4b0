package org.showerforge.metrics;

/**
 * A figure that a gate may judge.
 *
 * @param value the figure
 * @param error its standard error; 0 if it is not known
 * @param floor the same figure of Monte Carlo against Monte Carlo
 */
public record Judged(double value, double error, double floor) {}
