package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Showers to look at.
 *
 * @param meanReferenceMeV mean energy of each cell in Geant4's events, MeV
 * @param meanGeneratedMeV mean energy of each cell in the generated events, MeV
 * @param reference single Geant4 showers from low to high incident energy
 * @param generated the generated showers nearest to them in incident energy, in the same order
 */
public record ShowerPictures(
    List<Double> meanReferenceMeV,
    List<Double> meanGeneratedMeV,
    List<SampleShower> reference,
    List<SampleShower> generated) {
  /** Single showers of each sample. */
  static final int SHOWERS = 4;

  /** Copies the lists. */
  public ShowerPictures {
    meanReferenceMeV = List.copyOf(meanReferenceMeV);
    meanGeneratedMeV = List.copyOf(meanGeneratedMeV);
    reference = List.copyOf(reference);
    generated = List.copyOf(generated);
  }

  /** Single showers are taken at the middles of quarters of the reference's incident energies. */
  static ShowerPictures of(ShowerSample reference, ShowerSample generated) {
    double[] sorted =
        IntStream.range(0, reference.size()).mapToDouble(reference::incidentGeV).sorted().toArray();
    List<SampleShower> left = new ArrayList<>();
    List<SampleShower> right = new ArrayList<>();
    for (int k = 0; k < SHOWERS; k++) {
      double energy = sorted[(int) ((2L * k + 1) * sorted.length / (2 * SHOWERS))];
      left.add(nearest(reference, energy));
      right.add(nearest(generated, energy));
    }
    return new ShowerPictures(means(reference), means(generated), left, right);
  }

  private static SampleShower nearest(ShowerSample sample, double energy) {
    int best = 0;
    for (int event = 1; event < sample.size(); event++) {
      if (Math.abs(sample.incidentGeV(event) - energy)
          < Math.abs(sample.incidentGeV(best) - energy)) {
        best = event;
      }
    }
    List<Float> cells = new ArrayList<>();
    for (int cell = 0; cell < sample.spec().cells(); cell++) {
      cells.add(sample.cellMeV(best, cell));
    }
    return new SampleShower(sample.incidentGeV(best), cells);
  }

  private static List<Double> means(ShowerSample sample) {
    double[] means = new double[sample.spec().cells()];
    for (int event = 0; event < sample.size(); event++) {
      for (int cell = 0; cell < means.length; cell++) {
        means[cell] += sample.cellMeV(event, cell);
      }
    }
    return Arrays.stream(means).map(sum -> sum / sample.size()).boxed().toList();
  }
}
