package org.showerforge.metrics;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.detector.Layer;
import org.showerforge.detector.PolarLayer;

/**
 * What CaloChallenge's classifiers see of a shower (arXiv 2410.21611, code/evaluate.py and
 * code/HighLevelFeatures.py): logarithms and lengths on the challenge's own scales, because a
 * network that is trained for so many epochs notices scales.
 *
 * <p>Low level: log10 of E_inc in MeV, and 100 E_voxel/E_inc. High level: log10 E_inc; for every
 * layer log10(E_layer + 1e-8); for every layer divided in alpha its centre of energy and width in
 * eta = r cos(alpha) and phi = r sin(alpha), over 100 mm; log10 E_tot; for every layer its
 * sparsity, the fraction of voxels without energy; and for every layer centre of energy and width
 * in r, over 100 mm.
 */
final class ChallengeTables {
  private static final double MEV_PER_GEV = 1000;
  private static final double PER_CENT = 100;
  private static final double LENGTH_MM = 100;
  private static final double TINY_MEV = 1e-8;

  private ChallengeTables() {}

  /** Whether the challenge's features are those of this sample's detector. */
  static boolean fit(ShowerSample sample) {
    return sample.spec().layers().stream().allMatch(PolarLayer.class::isInstance);
  }

  /** A row of voxels per shower. */
  static FeatureTable lowLevel(ShowerSample sample) {
    int cells = sample.spec().cells();
    List<String> columns = new ArrayList<>(List.of("log10 E_inc"));
    for (int cell = 0; cell < cells; cell++) {
      columns.add("voxel " + cell);
    }
    float[] values = new float[Math.multiplyExact(sample.size(), columns.size())];
    int at = 0;
    for (int event = 0; event < sample.size(); event++) {
      double incident = MEV_PER_GEV * sample.incidentGeV(event);
      values[at++] = (float) Math.log10(incident);
      for (int cell = 0; cell < cells; cell++) {
        values[at++] = (float) (PER_CENT * sample.cellMeV(event, cell) / incident);
      }
    }
    return new FeatureTable(columns, sample.size(), values);
  }

  /** A row of features per shower. */
  static FeatureTable highLevel(ShowerSample sample) {
    List<String> columns = columns(sample.spec().layers());
    float[] values = new float[Math.multiplyExact(sample.size(), columns.size())];
    for (int event = 0; event < sample.size(); event++) {
      List<Double> row = row(sample, event);
      for (int k = 0; k < row.size(); k++) {
        values[event * columns.size() + k] = row.get(k).floatValue();
      }
    }
    return new FeatureTable(columns, sample.size(), values);
  }

  private static List<String> columns(List<Layer> layers) {
    List<String> columns = new ArrayList<>(List.of("log10 E_inc", "log10 E_tot"));
    for (Layer layer : layers) {
      columns.add("log10 E, " + layer.name());
      columns.add("sparsity, " + layer.name());
      columns.add("centre in r, " + layer.name());
      columns.add("width in r, " + layer.name());
      if (isDivided(layer)) {
        for (Layer.Axis axis : Layer.Axis.values()) {
          columns.add("centre along " + axis + ", " + layer.name());
          columns.add("width along " + axis + ", " + layer.name());
        }
      }
    }
    return columns;
  }

  private static boolean isDivided(Layer layer) {
    return layer.rows() > 1;
  }

  private static List<Double> row(ShowerSample sample, int event) {
    List<Double> row = new ArrayList<>();
    row.add(Math.log10(MEV_PER_GEV * sample.incidentGeV(event)));
    row.add(Math.log10(sample.totalMeV(event) + TINY_MEV));
    for (int l = 0; l < sample.spec().layers().size(); l++) {
      PolarLayer layer = (PolarLayer) sample.spec().layers().get(l);
      int offset = sample.spec().offset(l);
      Spread r = new Spread();
      Spread eta = new Spread();
      Spread phi = new Spread();
      int empty = 0;
      for (int cell = 0; cell < layer.cells(); cell++) {
        double energy = sample.cellMeV(event, offset + cell);
        int ring = layer.column(cell);
        r.add(energy, (layer.rEdgesMm().get(ring) + layer.rEdgesMm().get(ring + 1)) / 2);
        eta.add(energy, layer.centreMm(Layer.Axis.X, cell));
        phi.add(energy, layer.centreMm(Layer.Axis.Y, cell));
        empty += energy > 0 ? 0 : 1;
      }
      row.add(Math.log10(r.energy + TINY_MEV));
      row.add((double) empty / layer.cells());
      r.addTo(row);
      if (isDivided(layer)) {
        eta.addTo(row);
        phi.addTo(row);
      }
    }
    return row;
  }

  /** The challenge's centre of energy and width; both 0 for a layer without energy. */
  private static final class Spread {
    private double energy;
    private double first;
    private double second;

    void add(double e, double place) {
      energy += e;
      first += e * place;
      second += e * place * place;
    }

    void addTo(List<Double> row) {
      double centre = energy > 0 ? first / energy : 0;
      double square = energy > 0 ? second / energy - centre * centre : 0;
      row.add(centre / LENGTH_MM);
      row.add(Math.sqrt(Math.max(0, square)) / LENGTH_MM);
    }
  }
}
