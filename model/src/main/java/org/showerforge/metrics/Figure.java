package org.showerforge.metrics;

import java.util.OptionalDouble;

/**
 * A distance between generated and Geant4 events, and its floor.
 *
 * @param value the distance; 0 for equal distributions
 * @param error its standard error, by the bootstrap: both samples drawn again with replacement
 * @param floor the mean distance of two Geant4 samples of the same size, over random divisions of
 *     all Geant4 events
 * @param floorSpread the standard deviation of the distance over those divisions
 */
public record Figure(double value, double error, double floor, double floorSpread) {
  /**
   * The distance over its floor; empty if the floor is zero, as for a variable that is constant.
   */
  public OptionalDouble timesFloor() {
    return floor > 0 ? OptionalDouble.of(value / floor) : OptionalDouble.empty();
  }

  /** Whether chance among Geant4 events makes no such distance: five spreads above the floor. */
  public boolean beyondChance() {
    return value > floor + 5 * floorSpread;
  }
}
