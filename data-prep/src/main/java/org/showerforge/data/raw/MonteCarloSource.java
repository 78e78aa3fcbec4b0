package org.showerforge.data.raw;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.metrics.ShowerSample;
import org.showerforge.montecarlo.ShowerMonteCarlo;

/**
 * The built-in parametrised Monte Carlo: events made as they are read. Columns are the detector's
 * energy, in GeV, and its layers, in MeV, by their names.
 */
final class MonteCarloSource implements RawSource {
  private final MonteCarloRequest request;
  private final ShowerMonteCarlo monteCarlo;
  private final DetectorSpec detector;
  private final List<Integer> layers = new ArrayList<>();

  private static final int ENERGY = -1;

  /** A request is a dozen lines. */
  private static final int MAX_BYTES = 1 << 16;

  private MonteCarloSource(
      Path path, MonteCarloRequest request, DetectorSpec detector, List<String> columns) {
    this.request = request;
    this.detector = detector;
    this.monteCarlo = new ShowerMonteCarlo(detector, request.stack().material());
    List<String> names = new ArrayList<>(List.of(detector.conditions().get(0).name()));
    detector.layers().stream().map(Layer::name).forEach(names::add);
    for (String column : columns) {
      int place = names.indexOf(column);
      if (place < 0) {
        throw new UserException(
            "%s: the Monte Carlo makes no column '%s'; it makes %s", path, column, names);
      }
      layers.add(place - 1);
    }
  }

  static RawSource open(Configuration conf, Path path, DetectorSpec detector, List<String> columns)
      throws IOException {
    try (InputStream in = path.getFileSystem(conf).open(path)) {
      InputStream bounded = new java.io.ByteArrayInputStream(in.readNBytes(MAX_BYTES));
      MonteCarloRequest request = Json.readYaml(bounded, MonteCarloRequest.class, path.toString());
      return new MonteCarloSource(path, request, detector, columns);
    }
  }

  @Override
  public long events() {
    return request.events();
  }

  @Override
  public int[] shape(int column) {
    int layer = layers.get(column);
    return layer == ENERGY ? new int[0] : new int[] {detector.layers().get(layer).cells()};
  }

  @Override
  public void read(long from, long to, Slab slab) {
    slab.begin(to - from);
    ShowerSample sample =
        monteCarlo.generate(request.seed(), from, slab.events(), request.spectrum());
    for (int k = 0; k < layers.size(); k++) {
      int layer = layers.get(k);
      int width = slab.width(k);
      double[] target = slab.column(k);
      for (int i = 0; i < slab.events(); i++) {
        if (layer == ENERGY) {
          target[i] = sample.incidentGeV(i);
          continue;
        }
        int offset = detector.offset(layer);
        for (int j = 0; j < width; j++) {
          target[i * width + j] = sample.cellMeV(i, offset + j);
        }
      }
    }
  }

  @Override
  public void close() {}
}
