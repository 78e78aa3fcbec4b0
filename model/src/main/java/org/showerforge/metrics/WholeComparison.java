package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * All events of generated and Geant4 data sets against each other, where these are larger than the
 * samples that the other figures are made of.
 *
 * @param reference Geant4 events
 * @param second other Geant4 events, for the floor
 * @param generated generated events
 * @param frechet the Frechet distance of all shower shapes over their greatest values, of all
 *     events as they are, without FPD's extrapolation
 * @param frechetFloor of Geant4 against the other events of Geant4
 * @param shapes every shower shape
 */
public record WholeComparison(
    long reference,
    long second,
    long generated,
    double frechet,
    double frechetFloor,
    List<Shape> shapes) {
  /** Copies the list. */
  public WholeComparison {
    shapes = List.copyOf(shapes);
  }

  /**
   * A shower shape.
   *
   * @param name its name
   * @param label what a reader calls it
   * @param referenceMean Geant4's mean
   * @param generatedMean the generated mean
   * @param separation the separation power of generated and Geant4 events
   * @param floor of Geant4's two data sets
   * @param chance what samples of one distribution and of the sizes compared would have on average,
   *     (bins - 1)/4 (1/n + 1/m)
   */
  public record Shape(
      String name,
      String label,
      double referenceMean,
      double generatedMean,
      double separation,
      double floor,
      double chance) {}

  /**
   * Compares sums of one binning.
   *
   * @param names the shapes, in their order
   */
  public static WholeComparison of(
      List<FeatureComparison> names, ShapeSums reference, ShapeSums second, ShapeSums generated) {
    List<Shape> shapes = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      double[] p = reference.fractions(k);
      shapes.add(
          new Shape(
              names.get(k).name(),
              names.get(k).label(),
              reference.mean(k),
              generated.mean(k),
              SeparationPower.ofFractions(p, generated.fractions(k)),
              SeparationPower.ofFractions(p, second.fractions(k)),
              (p.length - 1) / 4.0 * (1.0 / reference.events() + 1.0 / generated.events())));
    }
    NormalMoments moments = reference.moments();
    return new WholeComparison(
        reference.events(),
        second.events(),
        generated.events(),
        moments.distance(generated.moments()),
        moments.distance(second.moments()),
        shapes);
  }
}
