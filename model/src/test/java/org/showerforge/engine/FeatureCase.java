package org.showerforge.engine;

/** Every feature of a critic's input. */
enum FeatureCase {
  NONE(0),
  SUMS(1),
  SUMS_OF_SQUARES(2),
  SUMS_OF_CUBES(3),
  OCCUPANCY(1),
  AVERAGES(1),
  AVERAGES_OF_CUBES(3);

  final int power;

  FeatureCase(int power) {
    this.power = power;
  }
}
