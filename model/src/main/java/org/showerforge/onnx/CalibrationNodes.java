package org.showerforge.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.CellCalibration;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.detector.DetectorSpec;

/** {@link CellCalibration} as nodes, in single precision as the sampler. */
final class CalibrationNodes {
  private CalibrationNodes() {}

  /**
   * Adds the nodes.
   *
   * @param cells [N, cells], on the shapes' scale
   * @param counts [N, layers], of recorded cells
   * @return [N, cells], on the same scale
   */
  static Tensor calibrated(GeneratorArtifact generator, Tensor cells, Tensor counts) {
    CascadeTransform transform = generator.card().transform();
    DetectorSpec detector = transform.detector();
    CellCalibration calibration = generator.weights().calibration(transform);
    float[] numbers = generator.weights().tables();
    Tensor tables = cells.graph().floats(numbers, numbers.length);
    List<Tensor> parts = new ArrayList<>();
    for (int l = 0; l < detector.layers().size(); l++) {
      Tensor own = cells.columns(detector.offset(l), detector.offset(l + 1));
      Tensor count = counts.columns(l, l + 1);
      Tensor group = count.times(0);
      for (int edge : transform.countEdges().get(l)) {
        group = group.plus(count.isAbove(edge).to(Tensor.Type.DOUBLE));
      }
      int width = detector.layers().get(l).cells();
      int start = calibration.start(l);
      double[] first =
          IntStream.range(0, width).mapToDouble(i -> start + i * CellCalibration.ROW).toArray();
      Tensor table =
          group
              .times((double) width * CellCalibration.ROW)
              .plus(cells.graph().doubles(first, 1, width));
      parts.add(mapped(own, tables, table));
    }
    return Tensor.beside(parts);
  }

  /**
   * One layer.
   *
   * @param table [N, cells of the layer], where each cell's begins
   */
  private static Tensor mapped(Tensor cells, Tensor tables, Tensor table) {
    Tensor first = at(tables, table);
    Tensor knotsPerUnit = at(tables, table.plus(1));
    Tensor position =
        cells.minus(first).times(knotsPerUnit).atMost(CellCalibration.KNOTS).atLeast(0);
    Tensor knot = position.node("Floor").atMost(CellCalibration.KNOTS - 2);
    Tensor value = table.plus(CellCalibration.VALUES).plus(knot.to(Tensor.Type.DOUBLE));
    Tensor below = at(tables, value);
    Tensor above = at(tables, value.plus(1));
    return below.plus(position.minus(knot).times(above.minus(below)));
  }

  private static Tensor at(Tensor tables, Tensor index) {
    return tables.at(index.to(Tensor.Type.INT64));
  }
}
