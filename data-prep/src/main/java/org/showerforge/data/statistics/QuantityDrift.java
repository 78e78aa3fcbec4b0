package org.showerforge.data.statistics;

/**
 * How one quantity of a data set B differs from that of A.
 *
 * @param quantity which
 * @param meanA mean in A
 * @param meanB mean in B
 * @param shift (meanB - meanA) over its standard error
 * @param shiftOfSd (meanB - meanA) over A's standard deviation; 0 if A has none
 * @param sdRatio B's standard deviation over A's; 1 if neither has one
 * @param ks the Kolmogorov-Smirnov distance of the histograms, 0 to 1
 * @param ksProbability of a distance at least as great without drift
 * @param probability the smaller one of ksProbability and of that of the shift, two-sided
 * @param drifted whether that is below the threshold for one quantity of all
 */
public record QuantityDrift(
    Quantity quantity,
    double meanA,
    double meanB,
    double shift,
    double shiftOfSd,
    double sdRatio,
    double ks,
    double ksProbability,
    double probability,
    boolean drifted) {}
