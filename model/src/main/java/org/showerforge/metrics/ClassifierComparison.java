package org.showerforge.metrics;

/**
 * A classifier test and its floor.
 *
 * @param generated the test of generated against Geant4 events
 * @param floor the same test of Geant4 against other Geant4 events
 */
public record ClassifierComparison(ClassifierResult generated, ClassifierResult floor) {
  /** The AUC above its floor. */
  public double excess() {
    return generated.auc() - floor.auc();
  }

  /** Standard error of the excess. */
  public double excessError() {
    return Math.hypot(generated.error(), floor.error());
  }

  /** Whether the classifier finds more than chance: three standard errors. */
  public boolean beyondChance() {
    return excess() > 3 * excessError();
  }
}
