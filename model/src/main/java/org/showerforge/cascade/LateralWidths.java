package org.showerforge.cascade;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

/**
 * The widths of a shower in each layer, along each axis that the layer's cells resolve: the
 * variance of the cells' places, weighted by energy, about the shower's own centre.
 *
 * <p>A place is the centre of a cell in units of the layer's reach, so that all lie in -1..1.
 */
public final class LateralWidths implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Profile> profiles = new ArrayList<>();

  /** Those of a detector. */
  public LateralWidths(DetectorSpec detector) {
    for (int l = 0; l < detector.layers().size(); l++) {
      Layer layer = detector.layers().get(l);
      for (Layer.Axis axis : Layer.Axis.values()) {
        if (layer.resolves(axis)) {
          profiles.add(new Profile(l, detector.offset(l), places(layer, axis)));
        }
      }
    }
  }

  private static double[] places(Layer layer, Layer.Axis axis) {
    double reach = layer.reachMm(axis);
    double[] places = new double[layer.cells()];
    for (int cell = 0; cell < places.length; cell++) {
      places[cell] = layer.centreMm(axis, cell) / reach;
    }
    return places;
  }

  /**
   * An axis of a layer.
   *
   * @param layer its index
   * @param offset of its first cell
   * @param places of its cells
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Profile(int layer, int offset, double[] places) implements Serializable {
    /** The variance of the cells above a threshold; 0 without two of them at different places. */
    double variance(float[] response, int eventOffset, double threshold) {
      double sum = 0;
      double first = 0;
      double second = 0;
      for (int cell = 0; cell < places.length; cell++) {
        double energy = response[eventOffset + offset + cell];
        if (energy > threshold) {
          sum += energy;
          first += energy * places[cell];
          second += energy * places[cell] * places[cell];
        }
      }
      if (sum == 0) {
        return 0;
      }
      double mean = first / sum;
      return Math.max(0, second / sum - mean * mean);
    }
  }

  /** The axes of the layers, in their order. */
  public List<Profile> profiles() {
    return profiles;
  }

  /** All variances of an event. */
  double[] measure(float[] response, int offset, double threshold) {
    double[] variances = new double[profiles.size()];
    for (int k = 0; k < variances.length; k++) {
      variances[k] = profiles.get(k).variance(response, offset, threshold);
    }
    return variances;
  }
}
