package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.showerforge.cascade.LateralWidths;
import org.showerforge.detector.DetectorSpec;

/**
 * The exact constraint as nodes, in double precision: the n hottest cells of each layer are mapped
 * onto its energy, v' = t + (v - v_0) (E - n t)/sum(v - v_0). Each layer is sorted, its first n are
 * mapped, and all go back to where they stood. Of equal cells the sorting puts the first first, as
 * the sampler does.
 */
final class AssemblyNodes {
  private AssemblyNodes() {}

  /**
   * Adds the nodes.
   *
   * @param cells [N, cells], MeV, in single precision
   * @param layers what to obey
   * @return [N, cells], MeV, in single precision
   */
  static Tensor constrained(DetectorSpec detector, Tensor cells, LayerNodes layers) {
    List<Tensor> parts = new ArrayList<>();
    List<LateralWidths.Profile> profiles = new LateralWidths(detector).profiles();
    for (int l = 0; l < detector.layers().size(); l++) {
      LayerNodes layer =
          new LayerNodes(
              layers.energyMeV().columns(l, l + 1),
              layers.cells().columns(l, l + 1),
              null,
              layers.ratios() == null ? null : layers.ratios().columns(l, l + 1));
      Tensor own = cells.columns(detector.offset(l), detector.offset(l + 1));
      int width = detector.layers().get(l).cells();
      Tensor part = shared(detector, constrained(detector, own, width, layer), width, layer);
      if (layers.variances() != null) {
        for (int k = 0; k < profiles.size(); k++) {
          if (profiles.get(k).layer() == l) {
            part =
                TiltNodes.tilted(
                    part, profiles.get(k).places(), layers.variances().columns(k, k + 1), detector);
          }
        }
        part = shared(detector, part, width, layer);
      }
      parts.add(part);
    }
    return Tensor.beside(parts);
  }

  private static Tensor shared(DetectorSpec detector, Tensor cells, int width, LayerNodes layer) {
    return layer.ratios() == null || width < 2
        ? cells
        : PairNodes.shared(cells, width, layer.ratios(), detector);
  }

  private static Tensor constrained(
      DetectorSpec detector, Tensor cells, int width, LayerNodes layer) {
    double thresholdMeV = detector.thresholdMeV();
    Tensor keep = layer.cells();
    Tensor.Sorted sorted = cells.sorted(width);
    Tensor next = sorted.values().columns(keep.atMost(width - 1.0).to(Tensor.Type.INT64));
    Tensor hottestDropped = keep.isBelow(width).choose(next, 0);
    Tensor zero = hottestDropped.to(Tensor.Type.DOUBLE);

    double[] ranks = IntStream.range(0, width).asDoubleStream().toArray();
    Tensor kept = cells.graph().doubles(ranks, 1, width).isBelow(keep);
    Tensor above = sorted.values().to(Tensor.Type.DOUBLE).minus(zero);
    Tensor sum = kept.choose(above, 0).rowSums();
    Tensor excess = layer.energyMeV().minus(keep.times(thresholdMeV));
    // Cells that are all alike share the excess.
    Tensor differ = sum.isAbove(0);
    Tensor scale = differ.choose(excess.over(sum), 0);
    Tensor share = differ.choose(0, excess.over(keep));
    Tensor energy = above.times(scale).plus(thresholdMeV).plus(share).to(Tensor.Type.FLOAT);
    Tensor recorded = energy.atLeast(detector.leastRecordedMeV());
    return kept.choose(recorded, 0).unsorted(sorted);
  }
}
