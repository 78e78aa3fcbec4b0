package org.showerforge.onnx;

import java.util.List;
import org.showerforge.detector.DetectorSpec;

/**
 * The cascade's {@code HottestPair} as nodes, in double precision: a layer's two hottest cells are
 * given a ratio of what they have above the threshold.
 */
final class PairNodes {
  private PairNodes() {}

  /**
   * Adds the nodes.
   *
   * @param cells [N, width], MeV, in single precision; 0 where not recorded
   * @param width cells of the layer, at least two
   * @param ratio [N, 1], to be met
   * @return [N, width], MeV, in single precision
   */
  static Tensor shared(Tensor cells, int width, Tensor ratio, DetectorSpec detector) {
    double thresholdMeV = detector.thresholdMeV();
    Tensor.Sorted hottest = cells.sorted(Math.min(width, 3));
    Tensor pair = above(hottest.values(), thresholdMeV);
    Tensor first = pair.columns(0, 1);
    Tensor second = pair.columns(1, 2);
    Tensor third = width > 2 ? pair.columns(2, 3) : second.times(0);
    Tensor alone = first.plus(second).over(ratio.plus(1));
    Tensor together = ratio.times(alone).isBelow(third);

    Tensor above = above(cells, thresholdMeV);
    Tensor others = above.rowSums().minus(first);
    Tensor most = first.plus(others).over(ratio.times(others).over(second).plus(1));
    Tensor factor = together.choose(ratio.times(most).over(second), 1);
    Tensor hotter = together.choose(most, alone);
    Tensor two = Tensor.beside(List.of(hotter, ratio.times(hotter)));
    Tensor shared =
        energies(above.times(factor), detector)
            .replaced(hottest.columns().columns(0, 2), energies(two, detector));
    Tensor changes = cells.isAbove(0).and(hottest.values().columns(1, 2).isAbove(0));
    return changes.choose(shared, cells);
  }

  private static Tensor above(Tensor cells, double thresholdMeV) {
    return cells.to(Tensor.Type.DOUBLE).minus(thresholdMeV).atLeast(0);
  }

  private static Tensor energies(Tensor above, DetectorSpec detector) {
    return above
        .plus(detector.thresholdMeV())
        .to(Tensor.Type.FLOAT)
        .atLeast(detector.leastRecordedMeV());
  }
}
