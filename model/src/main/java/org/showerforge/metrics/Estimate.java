package org.showerforge.metrics;

/**
 * A number and how well it is known.
 *
 * @param value the number
 * @param error its standard error
 */
public record Estimate(double value, double error) {}
