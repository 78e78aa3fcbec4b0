package org.showerforge.cascade;

import java.util.Arrays;
import java.util.List;
import org.showerforge.detector.DetectorSpec;

/**
 * Gives every cell the distribution that it has in the training data: a monotone map of each cell's
 * number on the shapes' scale ("quantile mapping"), one for every group of showers with similar
 * counts of recorded cells in the cell's layer. It changes no order of the showers in a cell, so
 * what the networks learnt of correlations stays.
 *
 * <p>A critic sees each of some hundred cells' distribution but dimly: cells at the rim of the core
 * are hit too regularly, far ones too seldom. This puts it right without more training. See {@link
 * CalibrationFit} for how it is found.
 *
 * <p>A map is a table of {@link #ROW} numbers: where its first knot lies, knots per unit, and the
 * value at each of {@link #KNOTS} knots. Below the first knot its value is the map's; above the
 * last one the map goes on as it ended, for one step at most. One thread at a time.
 */
public final class CellCalibration {
  /** Knots of a map. */
  public static final int KNOTS = 32;

  /** Where a map's values begin in its table. */
  public static final int VALUES = 2;

  /** Numbers of a map's table. */
  public static final int ROW = VALUES + KNOTS;

  private final int[] widths;
  private final int[][] edges;
  private final int[] starts;
  private final float[] tables;

  /** By layer and group. */
  private final Maps[][] maps;

  /** The cells of a layer, for the moment. */
  private final float[] layerCells;

  /**
   * A calibration.
   *
   * @param edges by layer, the greatest counts of all groups but the last; empty: no calibration
   * @param tables by layer, group and cell
   */
  CellCalibration(DetectorSpec detector, List<List<Integer>> edges, float[] tables) {
    if (tables.length != numbers(detector, edges)) {
      throw new IllegalArgumentException(
          "need " + numbers(detector, edges) + " numbers of tables, got " + tables.length);
    }
    this.edges =
        edges.stream()
            .map(layer -> layer.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    this.widths = new int[this.edges.length];
    this.starts = new int[this.edges.length];
    int start = 0;
    for (int l = 0; l < starts.length; l++) {
      widths[l] = detector.layers().get(l).cells();
      starts[l] = start;
      start += (this.edges[l].length + 1) * widths[l] * ROW;
    }
    this.tables = tables;
    this.maps = new Maps[starts.length][];
    for (int l = 0; l < starts.length; l++) {
      maps[l] = new Maps[this.edges[l].length + 1];
      for (int g = 0; g < maps[l].length; g++) {
        maps[l][g] = Maps.of(tables, starts[l] + g * widths[l] * ROW, widths[l]);
      }
    }
    this.layerCells = new float[Arrays.stream(widths).max().orElse(0)];
  }

  /** Numbers of all tables together. */
  static int numbers(DetectorSpec detector, List<List<Integer>> edges) {
    int maps = 0;
    for (int l = 0; l < edges.size(); l++) {
      maps =
          Math.addExact(
              maps, Math.multiplyExact(edges.get(l).size() + 1, detector.layers().get(l).cells()));
    }
    return Math.multiplyExact(maps, ROW);
  }

  /** Where the tables of a layer begin; groups one after the other. */
  public int start(int layer) {
    return starts[layer];
  }

  /** The tables of a layer, group by group; none without a calibration. */
  float[] tables(int layer) {
    if (starts.length == 0) {
      return new float[0];
    }
    int groups = edges[layer].length + 1;
    return Arrays.copyOfRange(tables, starts[layer], starts[layer] + groups * widths[layer] * ROW);
  }

  /** A layer's group of showers with this count. */
  int group(int layer, int count) {
    int group = 0;
    for (int edge : edges[layer]) {
      group += count > edge ? 1 : 0;
    }
    return group;
  }

  /**
   * Maps events in place. Those of a layer's group follow one another, so that its tables stay in a
   * core's cache.
   *
   * @param cells [events, cells], on the shapes' scale
   * @param layers by event; its counts choose the maps
   */
  void apply(float[] cells, Totals.Layers[] layers) {
    int stride = layers.length == 0 ? 0 : cells.length / layers.length;
    int[] groups = new int[layers.length];
    int from = 0;
    for (int l = 0; l < starts.length; l++) {
      for (int n = 0; n < layers.length; n++) {
        groups[n] = group(l, layers[n].cells()[l]);
      }
      for (int g = 0; g <= edges[l].length; g++) {
        for (int n = 0; n < layers.length; n++) {
          if (groups[n] == g) {
            map(maps[l][g], cells, n * stride + from, widths[l]);
          }
        }
      }
      from += widths[l];
    }
  }

  private void map(Maps to, float[] cells, int from, int width) {
    System.arraycopy(cells, from, layerCells, 0, width);
    to.apply(layerCells, width);
    System.arraycopy(layerCells, 0, cells, from, width);
  }

  /** The maps of a layer's cells, taken apart: arrays that begin where the layer's cells begin. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Maps(float[] firstKnots, float[] knotsPerUnit, float[] values) {
    static Maps of(float[] tables, int start, int width) {
      Maps maps = new Maps(new float[width], new float[width], new float[width * KNOTS]);
      for (int i = 0; i < width; i++) {
        int row = start + i * ROW;
        maps.firstKnots[i] = tables[row];
        maps.knotsPerUnit[i] = tables[row + 1];
        System.arraycopy(tables, row + VALUES, maps.values, i * KNOTS, KNOTS);
      }
      return maps;
    }

    /** In two loops: the first is plain enough for vector instructions, the second is look-ups. */
    void apply(float[] cells, int width) {
      for (int i = 0; i < width; i++) {
        float place = (cells[i] - firstKnots[i]) * knotsPerUnit[i];
        cells[i] = Math.max(0f, Math.min((float) KNOTS, place));
      }
      for (int i = 0, first = 0; i < width; i++, first += KNOTS) {
        float place = cells[i];
        int knot = Math.min((int) place, KNOTS - 2);
        float below = values[first + knot];
        float above = values[first + knot + 1];
        cells[i] = below + (place - knot) * (above - below);
      }
    }
  }
}
