package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far generated events are from Geant4's in all shower shapes at once.
 *
 * @param frechet JetNet's FPD
 * @param frechetFloor of Geant4 against other events of Geant4
 * @param kernel JetNet's KPD
 * @param kernelFloor likewise
 * @param sliced the sliced earth mover's distance, of shapes in units of their spread
 * @param critic the earth mover's distance as a critic estimates it, of the same
 * @param criticFloor likewise, of Geant4 against other events of Geant4
 * @param neighbours precision, recall, density and coverage, of shapes in units of their spread
 * @param neighboursFloor likewise, of other events of Geant4
 * @param memorisation whether training showers come back, of cells as the root of E/E_inc
 * @param correlations of the layers' energies over E_inc, Geant4's and the generated
 * @param remarks what is not as the protocol has it, and why
 */
public record JointDistances(
    Estimate frechet,
    Estimate frechetFloor,
    Estimate kernel,
    Estimate kernelFloor,
    Figure sliced,
    Estimate critic,
    Estimate criticFloor,
    Neighbours neighbours,
    Neighbours neighboursFloor,
    Memorisation memorisation,
    Correlation correlations,
    List<String> remarks) {
  private static final int DIVISIONS = 10;

  /** Products of events, times cells, that memorisation may take: some seconds. */
  private static final double MOST_PRODUCTS = 2e11;

  /** Copies the list. */
  public JointDistances {
    remarks = List.copyOf(remarks);
  }

  /**
   * Correlations of layer energies.
   *
   * @param reference a matrix of layers
   * @param generated likewise
   */
  public record Correlation(List<List<Double>> reference, List<List<Double>> generated) {
    /** Copies the lists. */
    public Correlation {
      reference = reference.stream().map(List::copyOf).toList();
      generated = generated.stream().map(List::copyOf).toList();
    }

    /** The largest difference of two entries. */
    public double largestDifference() {
      double largest = 0;
      for (int k = 0; k < reference.size(); k++) {
        for (int l = 0; l < reference.size(); l++) {
          largest = Math.max(largest, Math.abs(reference.get(k).get(l) - generated.get(k).get(l)));
        }
      }
      return largest;
    }
  }

  /** The shapes of the three samples, as classifiers see them. */
  record Shapes(FeatureTable reference, FeatureTable second, FeatureTable generated) {
    /** In units of the reference's spread, about its mean. */
    Shapes standardised() {
      return new Shapes(
          reference.standardised(reference),
          second.standardised(reference),
          generated.standardised(reference));
    }
  }

  /**
   * Compares samples of one size.
   *
   * @param second other Geant4 events, those that the generator was trained on
   */
  static JointDistances of(
      ShowerSample reference,
      ShowerSample second,
      ShowerSample generated,
      Shapes shapes,
      long seed) {
    int size = reference.size();
    List<String> remarks = new ArrayList<>();
    int greatest = Math.min(FrechetDistance.GREATEST, size);
    int least = Math.min(FrechetDistance.LEAST, Math.max(2, size / 2));
    if (size < FrechetDistance.GREATEST) {
      remarks.add(
          "FPD: JetNet draws %,d to %,d events and needs as many; there are %,d, so draws have %,d to %,d"
              .formatted(FrechetDistance.LEAST, FrechetDistance.GREATEST, size, least, greatest));
    }
    int batch = Math.min(KernelDistance.BATCH, size);
    if (size < KernelDistance.BATCH) {
      remarks.add(
          "KPD: JetNet draws %,d events and needs as many; there are %,d"
              .formatted(KernelDistance.BATCH, size));
    }
    FeatureTable a = shapes.reference;
    Shapes scaled = shapes.standardised();
    double[] spread = a.spread();
    Rows real = Rows.of(a, spread);
    Rows other = Rows.of(shapes.second, spread);
    Rows made = Rows.of(shapes.generated, spread);
    return new JointDistances(
        FrechetDistance.of(a, shapes.generated, least, greatest, seed, true),
        FrechetDistance.of(a, shapes.second, least, greatest, seed, true),
        KernelDistance.of(a, shapes.generated, batch, seed, true),
        KernelDistance.of(a, shapes.second, batch, seed, true),
        sliced(real, other, made, seed),
        CriticDistance.of(scaled.reference, scaled.generated, seed),
        CriticDistance.of(scaled.reference, scaled.second, seed),
        Neighbours.of(real, made),
        Neighbours.of(real, other),
        memorisation(reference, second, generated, remarks),
        new Correlation(layerCorrelations(reference), layerCorrelations(generated)),
        remarks);
  }

  private static Figure sliced(Rows real, Rows other, Rows made, long seed) {
    SlicedDistance distance = new SlicedDistance(real.width(), seed);
    SplittableRandom random = new SplittableRandom(seed);
    Rows all = real.and(other);
    int size = real.count();
    double[] floors = new double[DIVISIONS];
    double[] again = new double[DIVISIONS];
    for (int i = 0; i < DIVISIONS; i++) {
      int[] order = Shuffles.permutation(all.count(), random);
      floors[i] =
          distance.of(
              all.pick(Arrays.copyOfRange(order, 0, size)),
              all.pick(Arrays.copyOfRange(order, size, 2 * size)));
      again[i] =
          distance.of(
              real.pick(random.ints(size, 0, size).toArray()),
              made.pick(random.ints(size, 0, made.count()).toArray()));
    }
    Moments floor = Moments.of(floors);
    return new Figure(distance.of(real, made), Moments.of(again).rms(), floor.mean(), floor.rms());
  }

  private static Memorisation memorisation(
      ShowerSample reference, ShowerSample second, ShowerSample generated, List<String> remarks) {
    int most = (int) Math.sqrt(MOST_PRODUCTS / reference.spec().cells());
    int events = Math.min(reference.size(), most);
    if (events < reference.size()) {
      remarks.add("Memorisation: the first %,d events of each sample".formatted(events));
    }
    return Memorisation.of(
        cells(second, events), cells(reference, events), cells(generated, events));
  }

  private static Rows cells(ShowerSample sample, int events) {
    int width = sample.spec().cells();
    double[][] rows = new double[events][width];
    for (int event = 0; event < events; event++) {
      for (int cell = 0; cell < width; cell++) {
        rows[event][cell] =
            Math.sqrt(
                Math.max(0, sample.cellMeV(event, cell)) / (1000 * sample.incidentGeV(event)));
      }
    }
    return new Rows(rows);
  }

  private static List<List<Double>> layerCorrelations(ShowerSample sample) {
    int layers = sample.spec().layers().size();
    float[] values = new float[sample.size() * layers];
    for (int event = 0; event < sample.size(); event++) {
      for (int l = 0; l < layers; l++) {
        double sum = 0;
        int end = sample.spec().offset(l + 1);
        for (int cell = sample.spec().offset(l); cell < end; cell++) {
          sum += sample.cellMeV(event, cell);
        }
        values[event * layers + l] = (float) (sum / sample.incidentGeV(event));
      }
    }
    List<String> names = IntStream.range(0, layers).mapToObj(l -> "layer " + l).toList();
    return Correlations.of(new FeatureTable(names, sample.size(), values));
  }
}
