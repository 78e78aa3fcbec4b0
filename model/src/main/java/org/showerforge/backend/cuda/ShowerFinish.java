package org.showerforge.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Shapes;

/**
 * The kernel that finishes showers: calibrates cells, gives them energies, and makes each layer
 * obey its energy, its cell count, its ratio and its widths. What it computes is said in {@code
 * kernels.cu}, and is what the cascade computes on the host.
 */
public final class ShowerFinish {
  private static final int LAYER_NUMBERS = 5;

  private final Recorder recorder;
  private final long layers;
  private final int layerCount;
  private final long tables;
  private final long profiles;
  private final int profileCount;
  private final int ratioCount;
  private final long places;
  private final long constants;
  private final int cells;

  /** The layers, their calibration, and the axes along which they have widths. */
  public static final class Plan {
    private final int root;
    private final double threshold;
    private final float least;
    private final List<int[]> layers = new ArrayList<>();
    private final List<Integer> edges = new ArrayList<>();
    private final List<float[]> tables = new ArrayList<>();
    private final List<Integer> profileLayers = new ArrayList<>();
    private final List<double[]> places = new ArrayList<>();
    private int tableNumbers;
    private boolean hasRatios;

    /**
     * A plan without layers yet.
     *
     * @param root the power that turns numbers on the shapes' scale into energies: 1, 2 or 3
     * @param thresholdMeV the read-out threshold
     * @param leastMeV of a recorded cell
     */
    public Plan(int root, double thresholdMeV, float leastMeV) {
      this.root = root;
      this.threshold = thresholdMeV;
      this.least = leastMeV;
    }

    /**
     * Adds the next layer.
     *
     * @param offset of its first cell
     * @param layerTables of its calibration, group by group; none: no calibration
     * @param countEdges the greatest counts of all groups but the last
     */
    public void addLayer(int offset, int cells, float[] layerTables, int[] countEdges) {
      int start = layerTables.length == 0 ? -1 : tableNumbers;
      layers.add(new int[] {offset, cells, start, edges.size(), countEdges.length});
      Arrays.stream(countEdges).forEach(edges::add);
      tables.add(layerTables);
      tableNumbers += layerTables.length;
    }

    /**
     * Adds the next axis of a layer, in the order of the layers.
     *
     * @param cellPlaces of the layer's cells along it
     */
    public void addProfile(int layer, double[] cellPlaces) {
      if (cellPlaces.length != layers.get(layer)[1]) {
        throw new IllegalArgumentException(
            cellPlaces.length + " places for " + layers.get(layer)[1] + " cells");
      }
      profileLayers.add(layer);
      places.add(cellPlaces);
    }

    /** Gives every layer a ratio of its two hottest cells. */
    public void addRatios() {
      hasRatios = true;
    }
  }

  /** A kernel on one backend's device. */
  public ShowerFinish(CublasBackend backend, Plan plan) {
    Device device = backend.device();
    this.recorder = backend.recorder();
    this.layerCount = plan.layers.size();
    int[] numbers = new int[layerCount * LAYER_NUMBERS + plan.edges.size()];
    int count = 0;
    for (int l = 0; l < layerCount; l++) {
      System.arraycopy(plan.layers.get(l), 0, numbers, l * LAYER_NUMBERS, LAYER_NUMBERS);
      count = Math.max(count, plan.layers.get(l)[0] + plan.layers.get(l)[1]);
    }
    this.cells = count;
    for (int i = 0; i < plan.edges.size(); i++) {
      numbers[layerCount * LAYER_NUMBERS + i] = plan.edges.get(i);
    }
    this.layers = DeviceTables.ints(device, numbers);
    this.tables = DeviceTables.floats(device, tables(plan));
    this.profileCount = plan.places.size();
    this.ratioCount = plan.hasRatios ? layerCount : 0;
    int[] axes = new int[2 * profileCount];
    int place = 0;
    for (int k = 0; k < profileCount; k++) {
      axes[2 * k] = plan.profileLayers.get(k);
      axes[2 * k + 1] = place;
      place += plan.places.get(k).length;
    }
    this.profiles = DeviceTables.ints(device, axes);
    this.places =
        DeviceTables.doubles(
            device, plan.places.stream().flatMapToDouble(Arrays::stream).toArray());
    this.constants = DeviceTables.doubles(device, plan.root, plan.threshold, plan.least);
  }

  private static float[] tables(Plan plan) {
    float[] all = new float[plan.tableNumbers];
    int at = 0;
    for (float[] table : plan.tables) {
      System.arraycopy(table, 0, all, at, table.length);
      at += table.length;
    }
    return all;
  }

  /**
   * Finishes showers in place.
   *
   * @param response [events, cells], on the shapes' scale; then MeV
   * @param targets what they must obey
   */
  public void run(Matrix response, ShowerTargets targets) {
    Shapes.need(response, targets.rows(), cells);
    if (targets.targets() != 1 + 2 * layerCount + profileCount + ratioCount) {
      throw new IllegalArgumentException(targets.targets() + " targets are for other layers");
    }
    DeviceMatrix matrix = DeviceMatrix.of(response);
    recorder.run(
        new Call(
            Operation.FINISH_SHOWERS,
            false,
            matrix.rows(),
            matrix.columns(),
            matrix.address(),
            matrix.stride(),
            layers,
            layerCount,
            tables,
            profiles,
            profileCount,
            places,
            ratioCount,
            constants,
            targets.address()));
  }
}
