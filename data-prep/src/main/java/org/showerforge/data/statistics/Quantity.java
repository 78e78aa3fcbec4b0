package org.showerforge.data.statistics;

/**
 * A number that every event has and that is followed with a fine histogram.
 *
 * @param name its name, e.g. {@code layer_1 energy}
 * @param unit its unit; empty for ratios, counts and weights
 * @param whole whether it only takes whole numbers
 * @param origin where its histogram has the finest bins: 1 for a ratio that may lie close to it
 */
public record Quantity(String name, String unit, boolean whole, double origin) {}
