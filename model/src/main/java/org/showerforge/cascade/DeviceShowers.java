package org.showerforge.cascade;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.backend.cuda.CublasBackend;
import org.showerforge.backend.cuda.ShowerFinish;
import org.showerforge.backend.cuda.ShowerTargets;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.network.StageSampler;

/**
 * Blocks of showers on a GPU: conditions go in and finished cells come out, with nothing in between
 * that the host sees. All of a block is one iteration of the backend, which is replayed for the
 * next.
 */
final class DeviceShowers implements BlockMaker {
  private final CublasBackend backend;
  private final CascadeTransform transform;
  private final StageSampler totals;
  private final StageSampler shapes;
  private final Matrix energies;
  private final ShowerTargets targets;
  private final ShowerFinish finish;
  private final Queue<Integer> begun = new ArrayDeque<>();

  /**
   * A maker.
   *
   * @param backend closed with this
   */
  DeviceShowers(
      CascadeRecipe recipe,
      CascadeTransform transform,
      GeneratorWeights weights,
      CublasBackend backend) {
    this.backend = backend;
    this.transform = transform;
    this.totals = ShowerDraft.sampler("totals", recipe, transform, weights, backend);
    this.shapes = ShowerDraft.sampler("shapes", recipe, transform, weights, backend);
    this.energies = backend.allocate(ShowerSampler.BLOCK, 1);
    this.targets = new ShowerTargets(backend, ShowerSampler.BLOCK, targets(transform));
    this.finish = new ShowerFinish(backend, finish(transform, weights.calibration(transform)));
  }

  private static ShowerTargets.Plan targets(CascadeTransform transform) {
    DetectorSpec detector = transform.detector();
    LateralWidths widths = transform.layout().widths();
    return new ShowerTargets.Plan(
        detector.conditions().size(),
        tables(transform.corrections()),
        tables(transform.totals()),
        transform.totals().stream().map(NormalScore::trend).toList(),
        detector.layers().stream().mapToInt(layer -> layer.cells()).toArray(),
        transform.referenceLayer(),
        widths == null ? 0 : widths.profiles().size(),
        new ShowerTargets.Scale(
            transform.root(),
            detector.thresholdMeV(),
            Math.pow(transform.scale(), transform.root()),
            detector.conditions().get(0).max(),
            Totals.SMALL_MEV,
            Totals.COUNT_OFFSET,
            Totals.SMALL_VARIANCE));
  }

  private static List<float[][]> tables(List<NormalScore> scores) {
    return scores.stream().map(NormalScore::quantiles).toList();
  }

  private static ShowerFinish.Plan finish(CascadeTransform transform, CellCalibration calibration) {
    DetectorSpec detector = transform.detector();
    ShowerFinish.Plan plan =
        new ShowerFinish.Plan(
            transform.root(), detector.thresholdMeV(), detector.leastRecordedMeV());
    for (int l = 0; l < detector.layers().size(); l++) {
      plan.addLayer(
          detector.offset(l),
          detector.layers().get(l).cells(),
          calibration.tables(l),
          edges(transform, l));
    }
    LateralWidths widths = transform.layout().widths();
    if (widths != null) {
      widths.profiles().forEach(profile -> plan.addProfile(profile.layer(), profile.places()));
    }
    if (transform.ratios()) {
      plan.addRatios();
    }
    return plan;
  }

  private static int[] edges(CascadeTransform transform, int layer) {
    List<List<Integer>> edges = transform.countEdges();
    return edges.isEmpty()
        ? new int[0]
        : edges.get(layer).stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public void begin(Philox random, long[] events, float[] conditions) {
    int given = transform.detector().conditions().size();
    float[] incidentGeV = new float[events.length];
    for (int n = 0; n < events.length; n++) {
      incidentGeV[n] = conditions[n * given];
    }
    totals.give(ShowerDraft.normalised(transform, events, conditions));
    backend.write(incidentGeV, energies);
    backend.iteration(() -> make(random, events, given));
    begun.add(backend.beginRead(shapes.response()));
  }

  private void make(Philox random, long[] events, int given) {
    Matrix scores = totals.forward(random, events, ShowerSampler.TOTALS_STREAM);
    backend.copy(totals.conditions(), shapes.conditions().columns(0, given));
    targets.run(scores, energies, shapes.conditions());
    shapes.forwardUncut(random, events, ShowerSampler.SHAPES_STREAM);
    finish.run(shapes.response(), targets);
  }

  @Override
  public void finish(float[] cells) {
    backend.endRead(begun.remove(), cells);
  }

  @Override
  public void close() {
    backend.close();
  }
}
