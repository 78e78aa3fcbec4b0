package org.showerforge.data.montecarlo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.data.mapping.Mapping;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.SourceIndex;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.Feature;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.metrics.ShowerShapes;
import org.showerforge.montecarlo.Material;
import org.showerforge.montecarlo.Readout;
import org.showerforge.montecarlo.ShowerMonteCarlo;

/**
 * Prints the table of docs/montecarlo.md: Geant4's showers beside the Monte Carlo's of the same
 * incident energies, event by event.
 *
 * <p>Arguments: CaloGAN's HDF5 files; without any, {@code samples/calogan}'s.
 */
final class Geant4Comparison {
  static final List<Path> SAMPLES =
      List.of(
          new Path("../samples/calogan/eplus_1-20GeV_0.h5"),
          new Path("../samples/calogan/eplus_1-20GeV_1.h5"),
          new Path("../samples/calogan/eplus_1-20GeV_2.h5"),
          new Path("../samples/calogan/eplus_1-20GeV_3.h5"));

  /** Begins the name of a shape before the threshold. */
  private static final String RAW = "raw.";

  private static final double[][] ENERGY_BINS_GEV = {{1, 3}, {4, 6}, {9, 11}, {17, 20}, {1, 20}};
  private static final long SEED = 1;

  /** A quantity of the table: the mean or the spread of a shower shape over a sample. */
  enum Quantity {
    RESPONSE("E_tot/E_inc, mean", RAW + "response", false),
    RESOLUTION("E_tot/E_inc, RMS", RAW + "response", true),
    READ_OUT("E_tot/E_inc above threshold, mean", "response", false),
    FRACTION_0("fraction of layer 0, mean", "fraction.layer_0", false),
    FRACTION_0_RMS("fraction of layer 0, RMS", "fraction.layer_0", true),
    FRACTION_1("fraction of layer 1, mean", "fraction.layer_1", false),
    FRACTION_2("fraction of layer 2 (no threshold), mean", RAW + "fraction.layer_2", false),
    WIDTH_0("width in y of layer 0, mm", "width_y.layer_0", false),
    WIDTH_0_RMS("width in y of layer 0, RMS, mm", "width_y.layer_0", true),
    WIDTH_1("width in x of layer 1, mm", "width_x.layer_1", false),
    RATIO_0("E_ratio of layer 0", "energy_ratio.layer_0", false),
    OCCUPIED_0("occupied cells of layer 0", "occupied.layer_0", false),
    OCCUPIED_1("occupied cells of layer 1", "occupied.layer_1", false);

    private final String label;
    private final String feature;
    private final boolean spread;

    Quantity(String label, String feature, boolean spread) {
      this.label = label;
      this.feature = feature;
      this.spread = spread;
    }

    /** Its value for the events of an energy bin. */
    double of(ShowerSample sample, Map<String, double[]> features, double minGeV, double maxGeV) {
      double[] values = Objects.requireNonNull(features.get(feature), feature);
      double count = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < sample.size(); i++) {
        if (sample.incidentGeV(i) >= minGeV && sample.incidentGeV(i) <= maxGeV) {
          count++;
          sum += values[i];
          squares += values[i] * values[i];
        }
      }
      double mean = sum / count;
      return spread ? Math.sqrt(squares / count - mean * mean) : mean;
    }
  }

  private Geant4Comparison() {}

  /** Prints the table. */
  public static void main(String[] files) throws IOException {
    List<Path> paths = files.length == 0 ? SAMPLES : Arrays.stream(files).map(Path::new).toList();
    ShowerSample geant4 = read(paths);
    List<ShowerSample> samples = new ArrayList<>(List.of(geant4));
    for (Readout stack : Readout.values()) {
      samples.add(simulate(geant4, Material.calogan(stack)));
    }
    List<Map<String, double[]>> features =
        samples.stream().map(Geant4Comparison::features).toList();
    System.out.printf("%d events%n", geant4.size());
    for (double[] bin : ENERGY_BINS_GEV) {
      for (Quantity quantity : Quantity.values()) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "| %.0f-%.0f | %s", bin[0], bin[1], quantity.label));
        for (int i = 0; i < samples.size(); i++) {
          double value = quantity.of(samples.get(i), features.get(i), bin[0], bin[1]);
          line.append(String.format(Locale.ROOT, " | %.4g", value));
        }
        System.out.println(line.append(" |"));
      }
    }
    speed(geant4.spec());
  }

  /** The shower shapes after the threshold by name, and the response before it. */
  static Map<String, double[]> features(ShowerSample sample) {
    Map<String, double[]> features = new HashMap<>();
    for (Feature feature : ShowerShapes.of(sample.withThreshold())) {
      features.put(feature.name(), feature.values());
    }
    for (Feature feature : ShowerShapes.of(sample)) {
      features.put(RAW + feature.name(), feature.values());
    }
    return features;
  }

  private static void speed(DetectorSpec spec) {
    ShowerMonteCarlo monteCarlo =
        new ShowerMonteCarlo(spec, Material.calogan(Readout.ALL_DEPOSITS));
    for (float energyGeV : new float[] {1, 10, 50, 100}) {
      float[] energies = new float[2000];
      Arrays.fill(energies, energyGeV);
      monteCarlo.generate(SEED, 0, energies);
      long start = System.nanoTime();
      monteCarlo.generate(SEED, 0, energies);
      double seconds = (System.nanoTime() - start) * 1e-9;
      System.out.printf(
          Locale.ROOT, "%.0f GeV: %.0f showers/s%n", energyGeV, energies.length / seconds);
    }
  }

  /** All events of the files. */
  static ShowerSample read(List<Path> paths) throws IOException {
    DetectorSpec spec = DetectorSpec.load("calogan");
    float[] conditions = {};
    float[] response = {};
    for (Path path : paths) {
      EventMapping mapping =
          new EventMapping(RawFormat.CALOGAN_HDF5, Mapping.BY_NAME, List.of(), spec);
      Configuration conf = new Configuration();
      SourceIndex index = mapping.scan(conf, path);
      try (MappedSource source = mapping.open(conf, path, index, index.events())) {
        int events = Math.toIntExact(source.events());
        float[] energies = new float[events];
        float[] cells = new float[events * spec.cells()];
        for (int from = 0; from < events; from += source.slabEvents()) {
          MappedEvents read = source.read(from, Math.min(events, from + source.slabEvents()));
          System.arraycopy(read.conditions(), 0, energies, from, read.size());
          System.arraycopy(
              read.response(), 0, cells, from * spec.cells(), read.size() * spec.cells());
        }
        conditions = join(conditions, energies);
        response = join(response, cells);
      }
    }
    return new ShowerSample(spec, conditions.length, conditions, response);
  }

  private static float[] join(float[] head, float[] tail) {
    float[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  /** The Monte Carlo's showers of a sample's energies. */
  static ShowerSample simulate(ShowerSample sample, Material material) {
    float[] energies = new float[sample.size()];
    for (int i = 0; i < energies.length; i++) {
      energies[i] = sample.condition(i, 0);
    }
    return new ShowerMonteCarlo(sample.spec(), material).generate(SEED, 0, energies);
  }
}
