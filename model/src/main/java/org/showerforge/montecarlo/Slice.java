package org.showerforge.montecarlo;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

/**
 * A part of a layer in depth, over which the radial profile is taken to be constant.
 *
 * @param layer the layer
 * @param offset the index of the layer's first cell
 * @param fromX0 where it begins, radiation lengths from the detector's face
 * @param toX0 where it ends
 */
record Slice(Layer layer, int offset, double fromX0, double toX0) {
  /** The greatest thickness of a slice, radiation lengths. */
  static final double MAX_THICKNESS_X0 = 0.5;

  /** A layer has no more slices than this, however deep. */
  private static final int MAX_SLICES_PER_LAYER = 1000;

  /** A detector's slices from front to back, without gaps. */
  static List<Slice> of(DetectorSpec spec, double radiationLengthMm) {
    List<Slice> slices = new ArrayList<>();
    double frontX0 = 0;
    for (int i = 0; i < spec.layers().size(); i++) {
      Layer layer = spec.layers().get(i);
      if (layer.depthMm() == 0) {
        throw new UserException(
            "detector %s: layer %s: depthMm is not stated; the Monte Carlo needs it",
            spec.name(), layer.name());
      }
      double depthX0 = layer.depthMm() / radiationLengthMm;
      int count = (int) Math.min(MAX_SLICES_PER_LAYER, Math.ceil(depthX0 / MAX_THICKNESS_X0));
      double from = frontX0;
      for (int k = 1; k <= count; k++) {
        double to = frontX0 + depthX0 * k / count;
        slices.add(new Slice(layer, spec.offset(i), from, to));
        from = to;
      }
      frontX0 = from;
    }
    return List.copyOf(slices);
  }

  /** The middle, radiation lengths from the detector's face. */
  double middleX0() {
    return (fromX0 + toX0) / 2;
  }

  /** The index in the response of the cell at a position, or -1 beside the layer. */
  int cellAt(double xMm, double yMm) {
    int cell = layer.cellAt(xMm, yMm);
    return cell >= 0 ? offset + cell : -1;
  }
}
