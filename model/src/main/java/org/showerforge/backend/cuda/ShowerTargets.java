package org.showerforge.backend.cuda;

import java.util.List;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Shapes;

/**
 * The kernel behind a cascade's first stage: its scores become conditions of the second stage, and
 * what they stand for becomes what a shower's layers must obey. What it computes is said in {@code
 * kernels.cu}, and is what the cascade computes on the host. The targets stay on the device.
 */
public final class ShowerTargets {
  /** Terms of a trend, of which a score's last ones may be missing. */
  private static final int TREND_TERMS = 5;

  private final Recorder recorder;
  private final int rows;
  private final int columns;
  private final int conditions;
  private final long corrections;
  private final long tables;
  private final long trends;
  private final long widths;
  private final int layers;
  private final int profiles;
  private final long constants;
  private final long values;
  private final long targets;

  /**
   * What the scores stand for.
   *
   * @param conditions of a shower, the normalised energy first
   * @param corrections by score, its quantiles by condition; empty: none
   * @param tables likewise, what the corrected ones stand for
   * @param trends by score, terms of its trend, lowest order first
   * @param layerCells cells of each layer
   * @param referenceLayer the one whose energy is what the others leave
   * @param profiles axes of layers that have widths
   * @param scale of the numbers
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Plan(
      int conditions,
      List<float[][]> corrections,
      List<float[][]> tables,
      List<double[]> trends,
      int[] layerCells,
      int referenceLayer,
      int profiles,
      Scale scale) {}

  /**
   * Constants of a transform.
   *
   * @param root the power that turns numbers on the shapes' scale into energies
   * @param thresholdMeV the read-out threshold
   * @param power the root-th power of the shapes' scale
   * @param greatestGeV the greatest incident energy
   * @param smallMeV added to an excess before its logarithm was taken
   * @param countOffset added to a count
   * @param smallVariance added to a variance
   */
  public record Scale(
      int root,
      double thresholdMeV,
      double power,
      double greatestGeV,
      double smallMeV,
      double countOffset,
      double smallVariance) {}

  /** A kernel on one backend's device, for batches of so many rows. */
  public ShowerTargets(CublasBackend backend, int rows, Plan plan) {
    Device device = backend.device();
    this.recorder = backend.recorder();
    this.rows = rows;
    this.columns = plan.tables.size();
    this.conditions = plan.conditions;
    this.corrections =
        plan.corrections.isEmpty() ? 0 : DeviceTables.floats(device, flat(plan.corrections));
    this.tables = DeviceTables.floats(device, flat(plan.tables));
    double[] terms = new double[columns * TREND_TERMS];
    for (int k = 0; k < columns; k++) {
      double[] trend = plan.trends.get(k);
      System.arraycopy(trend, 0, terms, k * TREND_TERMS, trend.length);
    }
    this.trends = DeviceTables.doubles(device, terms);
    this.widths = DeviceTables.ints(device, plan.layerCells);
    this.layers = plan.layerCells.length;
    this.profiles = plan.profiles;
    Scale scale = plan.scale;
    this.constants =
        DeviceTables.doubles(
            device,
            scale.root,
            scale.thresholdMeV,
            scale.power,
            scale.greatestGeV,
            scale.smallMeV,
            scale.countOffset,
            scale.smallVariance,
            plan.referenceLayer);
    this.values = device.allocate((long) rows * columns * Double.BYTES);
    this.targets = device.allocate((long) rows * targets() * Double.BYTES);
  }

  private static float[] flat(List<float[][]> tables) {
    int size = tables.get(0).length * tables.get(0)[0].length;
    float[] all = new float[tables.size() * size];
    int at = 0;
    for (float[][] table : tables) {
      for (float[] quantiles : table) {
        System.arraycopy(quantiles, 0, all, at, quantiles.length);
        at += quantiles.length;
      }
    }
    return all;
  }

  /** Events of a batch. */
  int rows() {
    return rows;
  }

  /** Numbers that an event must obey. */
  int targets() {
    return 1 + columns;
  }

  /** Where they are, event by event. */
  long address() {
    return targets;
  }

  /**
   * Fills the targets, and the second stage's conditions behind those that are there.
   *
   * @param scores [rows, scores]
   * @param energiesGeV [rows, 1], the incident energies
   * @param given [rows, conditions + scores + 1]; the first ones, normalised, are there
   */
  public void run(Matrix scores, Matrix energiesGeV, Matrix given) {
    Shapes.need(scores, rows, columns);
    Shapes.need(energiesGeV, rows, 1);
    Shapes.need(given, rows, conditions + columns + 1);
    DeviceMatrix score = DeviceMatrix.of(scores);
    DeviceMatrix energy = DeviceMatrix.of(energiesGeV);
    DeviceMatrix condition = DeviceMatrix.of(given);
    recorder.run(
        new Call(
            Operation.LAYER_TARGETS,
            false,
            rows,
            columns,
            score.address(),
            score.stride(),
            energy.address(),
            energy.stride(),
            condition.address(),
            condition.stride(),
            conditions,
            corrections,
            tables,
            trends,
            widths,
            layers,
            profiles,
            constants,
            values,
            targets));
  }
}
