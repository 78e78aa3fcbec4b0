package org.showerforge.onnx;

import org.showerforge.cascade.WidthTilt;
import org.showerforge.detector.DetectorSpec;

/** {@link WidthTilt} as nodes, in double precision: a layer is given a width along an axis. */
final class TiltNodes {
  private TiltNodes() {}

  /**
   * Adds the nodes.
   *
   * @param cells [N, cells of the layer], MeV, in single precision; 0 where not recorded
   * @param places of the cells along the axis
   * @param variance [N, 1], to be met
   * @return [N, cells of the layer], MeV, in single precision
   */
  static Tensor tilted(Tensor cells, double[] places, Tensor variance, DetectorSpec detector) {
    double thresholdMeV = detector.thresholdMeV();
    Tensor place = cells.graph().doubles(places, 1, places.length);
    Tensor energies = cells.to(Tensor.Type.DOUBLE);
    Tensor recorded = energies.isAbove(0);
    Tensor energy = energies.rowSums();
    Tensor centre = energies.times(place).rowSums().over(energy);
    Tensor distance = place.minus(centre);
    Tensor square = distance.times(distance);
    Tensor recordedSquare = recorded.choose(square, 0);
    Tensor above = recorded.choose(energies.minus(thresholdMeV), 0);
    Tensor u0 = above.rowSums();
    Tensor u2 = above.times(square).rowSums();
    Tensor u4 = above.times(square).times(square).rowSums();
    Tensor atThreshold = recordedSquare.rowSums().times(thresholdMeV);
    Tensor farthest = recordedSquare.rowMost();
    Tensor asked = energy.times(variance).minus(atThreshold).over(u0);
    Tensor one = cells.graph().doubles(new double[] {1}, 1);
    Tensor lowest = one.times(WidthTilt.LEAST_FACTOR - 1).over(farthest);
    Tensor highest = one.times(WidthTilt.GREATEST_FACTOR - 1).over(farthest);
    Tensor slack = u4.minus(asked.times(u2));
    Tensor exact = asked.times(u0).minus(u2).over(slack);
    Tensor b = slack.isAbove(0).choose(exact, highest).atMost(highest).atLeast(lowest);
    Tensor c = u0.over(b.times(u2).plus(u0));
    Tensor tilted =
        b.times(square).plus(1).times(c).times(above).plus(thresholdMeV).to(Tensor.Type.FLOAT);
    Tensor spread = u2.isAbove(u0.times(WidthTilt.NOTHING));
    return recorded.and(spread).choose(tilted.atLeast(detector.leastRecordedMeV()), cells);
  }
}
