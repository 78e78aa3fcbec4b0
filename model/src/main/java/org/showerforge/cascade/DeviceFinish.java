package org.showerforge.cascade;

import java.util.List;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.backend.cuda.ShowerFinish;
import org.showerforge.detector.DetectorSpec;

/** The last steps on a GPU: the host gives what the layers must obey, and reads finished cells. */
final class DeviceFinish implements CellFinish {
  private final CublasBackend backend;
  private final CascadeTransform transform;
  private final ShowerFinish finish;

  DeviceFinish(CublasBackend backend, CascadeTransform transform, CellCalibration calibration) {
    this.backend = backend;
    this.transform = transform;
    DetectorSpec detector = transform.detector();
    ShowerFinish.Plan plan =
        new ShowerFinish.Plan(
            transform.root(), detector.thresholdMeV(), detector.leastRecordedMeV());
    for (int l = 0; l < detector.layers().size(); l++) {
      plan.addLayer(
          detector.offset(l), detector.layers().get(l).cells(), calibration.tables(l), edges(l));
    }
    LateralWidths widths = transform.layout().widths();
    if (widths != null) {
      widths.profiles().forEach(profile -> plan.addProfile(profile.layer(), profile.places()));
    }
    if (transform.ratios()) {
      plan.addRatios();
    }
    this.finish = new ShowerFinish(backend, plan);
  }

  private int[] edges(int layer) {
    List<List<Integer>> edges = transform.countEdges();
    return edges.isEmpty()
        ? new int[0]
        : edges.get(layer).stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public float[] cells(ShowerDraft.Block block, float[] conditions) {
    int given = transform.detector().conditions().size();
    int layers = transform.detector().layers().size();
    int events = block.layers().length;
    double[] targets = new double[events * finish.targets()];
    for (int n = 0; n < events; n++) {
      Totals.Layers asked = block.layers()[n];
      int at = n * finish.targets();
      targets[at] = transform.factor(conditions[n * given]);
      for (int l = 0; l < layers; l++) {
        targets[at + 1 + l] = asked.energyMeV()[l];
        targets[at + 1 + layers + l] = asked.cells()[l];
      }
      int variances = at + 1 + 2 * layers;
      int ratios = variances + asked.variances().length;
      System.arraycopy(asked.variances(), 0, targets, variances, asked.variances().length);
      System.arraycopy(asked.ratios(), 0, targets, ratios, asked.ratios().length);
    }
    Matrix response = block.response();
    finish.run(response, targets);
    float[] cells = new float[response.rows() * response.columns()];
    backend.read(response, cells);
    return cells;
  }
}
