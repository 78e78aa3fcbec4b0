package org.showerforge.metrics;

import java.util.List;

/**
 * Whether the two Geant4 samples are of one kind; if not, floors are too high.
 *
 * @param label the shower shape in which they differ most
 * @param probability the Kolmogorov-Smirnov probability of so large a difference in any of the
 *     shower shapes (Bonferroni's bound)
 */
public record Geant4Check(String label, double probability) {
  /** Below this the two Geant4 samples are taken to be of different kinds. */
  static final double LEAST_PROBABILITY = 1e-4;

  static Geant4Check of(List<Feature> first, List<Feature> second) {
    String label = "";
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < first.size(); i++) {
      Feature a = first.get(i);
      double statistic = KolmogorovSmirnov.statistic(a.values(), second.get(i).values());
      double probability = KolmogorovSmirnov.probability(statistic, a.size(), a.size());
      if (probability < least) {
        least = probability;
        label = a.label();
      }
    }
    return new Geant4Check(label, Math.min(1, least * first.size()));
  }

  /** Whether nothing speaks against one kind. */
  public boolean passes() {
    return probability >= LEAST_PROBABILITY;
  }
}
