package org.showerforge.metrics;

import org.showerforge.detector.Layer;
import org.showerforge.detector.Layer.Axis;

/** Centroid and width of a shower along one axis of a layer. */
final class LateralProfile {
  private final int offset;
  private final double[] centresMm;

  /** Values of every event; 0 where the layer is empty. */
  private final double[] centroids;

  private final double[] widths;

  LateralProfile(Layer layer, int offset, Axis axis, int events) {
    this.offset = offset;
    this.centresMm = new double[layer.cells()];
    for (int cell = 0; cell < centresMm.length; cell++) {
      centresMm[cell] = layer.centreMm(axis, cell);
    }
    this.centroids = new double[events];
    this.widths = new double[events];
  }

  void measure(ShowerSample sample, int event, double energy) {
    if (!(energy > 0)) {
      return;
    }
    double first = 0;
    for (int cell = 0; cell < centresMm.length; cell++) {
      first += sample.cellMeV(event, offset + cell) * centresMm[cell];
    }
    double mean = first / energy;
    // About the mean, not <x^2> - <x>^2: that difference cancels for a narrow shower off axis.
    double spread = 0;
    for (int cell = 0; cell < centresMm.length; cell++) {
      double d = centresMm[cell] - mean;
      spread += sample.cellMeV(event, offset + cell) * d * d;
    }
    centroids[event] = mean;
    // Negative energies, which no threshold has cut, could make the sum negative.
    widths[event] = Math.sqrt(Math.max(0, spread / energy));
  }

  double[] centroids() {
    return centroids;
  }

  double[] widths() {
    return widths;
  }
}
