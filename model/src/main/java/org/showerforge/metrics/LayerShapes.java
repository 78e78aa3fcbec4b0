package org.showerforge.metrics;

import java.util.EnumMap;
import java.util.Map;
import org.showerforge.detector.Layer;
import org.showerforge.detector.Layer.Axis;

/** The shapes of all showers of a sample inside one layer. */
final class LayerShapes {
  private final Layer layer;
  private final int offset;
  private final double[] energies;
  private final double[] energyRatios;
  private final double[] occupied;
  private final Map<Axis, LateralProfile> profiles = new EnumMap<>(Axis.class);

  LayerShapes(ShowerSample sample, int index) {
    int events = sample.size();
    layer = sample.spec().layers().get(index);
    offset = sample.spec().offset(index);
    energies = new double[events];
    energyRatios = new double[events];
    occupied = new double[events];
    for (Axis axis : Axis.values()) {
      // Along an axis that the cells do not resolve every shower looks alike.
      if (layer.resolves(axis)) {
        profiles.put(axis, new LateralProfile(layer, offset, axis, events));
      }
    }
    for (int event = 0; event < events; event++) {
      measure(sample, event);
    }
  }

  private void measure(ShowerSample sample, int event) {
    double sum = 0;
    double hottest = 0;
    double second = 0;
    int hit = 0;
    for (int cell = 0; cell < layer.cells(); cell++) {
      double e = sample.cellMeV(event, offset + cell);
      sum += e;
      if (e > 0) {
        hit++;
      }
      if (e > hottest) {
        second = hottest;
        hottest = e;
      } else if (e > second) {
        second = e;
      }
    }
    energies[event] = sum;
    energyRatios[event] = hottest > 0 ? (hottest - second) / (hottest + second) : 0;
    occupied[event] = (double) hit / layer.cells();
    for (LateralProfile profile : profiles.values()) {
      profile.measure(sample, event, sum);
    }
  }

  Layer layer() {
    return layer;
  }

  double[] energies() {
    return energies;
  }

  double[] energyRatios() {
    return energyRatios;
  }

  double[] occupied() {
    return occupied;
  }

  /** The profiles along the axes that the layer resolves. */
  Map<Axis, LateralProfile> profiles() {
    return profiles;
  }
}
