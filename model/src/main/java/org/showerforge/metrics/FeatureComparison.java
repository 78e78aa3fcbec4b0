package org.showerforge.metrics;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One shower-shape variable, generated against Geant4.
 *
 * @param name its name in cards
 * @param label what a reader calls it
 * @param unit its unit, empty if it has none
 * @param emd earth mover's distance, in the variable's unit
 * @param emdPerRms the same distance in units of the reference's standard deviation; null if that
 *     is zero
 * @param separation separation power in ten bins of equal population
 * @param ks Kolmogorov-Smirnov statistic
 * @param chiSquare chi-square per degree of freedom in the same bins
 * @param divergences of the densities in the same bins
 * @param reference mean and spread of the reference
 * @param generated mean and spread of the generated events
 * @param histogram both distributions
 * @param remark why a figure is missing; empty if none is
 */
public record FeatureComparison(
    String name,
    String label,
    String unit,
    Figure emd,
    @Nullable Double emdPerRms,
    Figure separation,
    Figure ks,
    Figure chiSquare,
    Divergences divergences,
    Moments reference,
    Moments generated,
    Histogram histogram,
    String remark) {

  /** How many floors away the worse of EMD and separation power is; empty if no floor is known. */
  public OptionalDouble timesFloor() {
    OptionalDouble first = emd.timesFloor();
    OptionalDouble second = separation.timesFloor();
    if (first.isPresent() && second.isPresent()) {
      return OptionalDouble.of(Math.max(first.getAsDouble(), second.getAsDouble()));
    }
    return first.isPresent() ? first : second;
  }

  /** Whether EMD or separation power is beyond chance. */
  public boolean beyondChance() {
    return emd.beyondChance() || separation.beyondChance();
  }
}
