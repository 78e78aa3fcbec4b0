package org.showerforge.cascade;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;

/**
 * Fits a {@link CascadeTransform}: each event is first reduced to a few numbers, wherever it lies;
 * the fit then needs those alone, of at most a few hundred thousand events, in the order of their
 * ids.
 */
public final class TransformFit implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Events beyond this number change no quantile that matters. */
  public static final int MAX_EVENTS = 200_000;

  private static final int MIN_EVENTS = 100;

  /** Events that a group of showers needs for the calibration of its cells. */
  private static final int GROUP_EVENTS = 600;

  private static final double RMS = 3;

  private final DetectorSpec detector;
  private final int root;
  private final @Nullable LateralWidths widths;
  private final boolean ratios;
  private final boolean calibration;

  /**
   * A fit.
   *
   * @param root of the shapes' transform
   * @param widths whether the layers' widths are among the totals
   * @param ratios whether how their two hottest cells share energy is, too
   * @param calibration whether cells are to be calibrated
   */
  public TransformFit(
      DetectorSpec detector, int root, boolean widths, boolean ratios, boolean calibration) {
    this.detector = detector;
    this.root = root;
    this.widths = widths ? new LateralWidths(detector) : null;
    this.ratios = ratios;
    this.calibration = calibration;
  }

  /**
   * What the fit needs of one event.
   *
   * @param eventId its id
   * @param energyGeV its incident energy
   * @param layerEnergyMeV by layer, cells above the threshold
   * @param layerCells by layer, cells above the threshold
   * @param variances of the widths
   * @param ratios of the hottest pairs
   * @param meanSquare the mean over cells of (E_cell/E_inc)^(2/root)
   */
  public record Row(
      long eventId,
      double energyGeV,
      double[] layerEnergyMeV,
      int[] layerCells,
      double[] variances,
      double[] ratios,
      double meanSquare)
      implements Serializable {}

  /** Reduces one event of an array of responses. */
  public Row reduce(long eventId, double energyGeV, float[] response, int offset) {
    Totals.Layers layers = new Totals(detector, 0, widths, ratios).measure(response, offset);
    double sum = 0;
    int cells = detector.cells();
    for (int i = offset; i < offset + cells; i++) {
      double fraction = Math.max(0, response[i]) / (1000 * energyGeV);
      double x =
          switch (root) {
            case 1 -> fraction;
            case 2 -> Math.sqrt(fraction);
            default -> Math.cbrt(fraction);
          };
      sum += x * x;
    }
    return new Row(
        eventId,
        energyGeV,
        layers.energyMeV(),
        layers.cells(),
        layers.variances(),
        layers.ratios(),
        sum / cells);
  }

  /** Fits the transform to events sorted by id. */
  public CascadeTransform fit(List<Row> rows) {
    if (rows.size() < MIN_EVENTS) {
      throw new UserException("training needs at least %d events, got %d", MIN_EVENTS, rows.size());
    }
    if (rows.stream().allMatch(row -> isLike(row, rows.get(0)))) {
      throw new UserException(
          "response: no spread, all %d events are alike; there is nothing to learn", rows.size());
    }
    Totals layout = new Totals(detector, hottestLayer(detector, rows), widths, ratios);
    double[] conditions = new double[rows.size()];
    double[][] totals = new double[layout.size()][rows.size()];
    double meanSquare = 0;
    Philox spread = spread();
    for (int n = 0; n < rows.size(); n++) {
      Row row = rows.get(n);
      conditions[n] = detector.conditions().get(0).normalise(row.energyGeV());
      double[] values =
          layout.totals(
              new Totals.Layers(
                  row.layerEnergyMeV(), row.layerCells(), row.variances(), row.ratios()),
              row.energyGeV(),
              spread,
              row.eventId());
      for (int k = 0; k < values.length; k++) {
        totals[k][n] = values[k];
      }
      meanSquare += row.meanSquare();
    }
    List<NormalScore> scores = new ArrayList<>();
    for (double[] values : totals) {
      scores.add(NormalScore.fit(conditions, values));
    }
    double scale = RMS / Math.sqrt(meanSquare / rows.size());
    return new CascadeTransform(
        detector,
        layout.referenceLayer(),
        widths != null,
        ratios,
        scores,
        root,
        scale,
        countEdges(rows),
        List.of(),
        List.of());
  }

  /** Groups of equal size, as far as whole numbers allow; the last has no edge. */
  private List<List<Integer>> countEdges(List<Row> rows) {
    List<List<Integer>> edges = new ArrayList<>();
    int groups = Math.min(CascadeTransform.MAX_GROUPS, Math.max(1, rows.size() / GROUP_EVENTS));
    for (int l = 0; calibration && l < detector.layers().size(); l++) {
      int layer = l;
      int[] counts = rows.stream().mapToInt(row -> row.layerCells()[layer]).sorted().toArray();
      TreeSet<Integer> distinct = new TreeSet<>();
      for (int g = 1; g < groups; g++) {
        distinct.add(counts[(int) ((long) g * counts.length / groups)]);
      }
      distinct.remove(counts[counts.length - 1]);
      edges.add(List.copyOf(distinct));
    }
    return edges;
  }

  private static boolean isLike(Row a, Row b) {
    return Arrays.equals(a.layerEnergyMeV(), b.layerEnergyMeV())
        && Arrays.equals(a.layerCells(), b.layerCells())
        && a.meanSquare() == b.meanSquare();
  }

  /** The uniforms that make counts continuous: the same for an event in the fit and in training. */
  static Philox spread() {
    return Philox.of(0x546f74616c73L);
  }

  private static int hottestLayer(DetectorSpec detector, List<Row> rows) {
    double[] energy = new double[detector.layers().size()];
    for (Row row : rows) {
      for (int l = 0; l < energy.length; l++) {
        energy[l] += row.layerEnergyMeV()[l];
      }
    }
    double most = Arrays.stream(energy).max().orElseThrow();
    for (int l = 0; l < energy.length; l++) {
      if (energy[l] == most) {
        return l;
      }
    }
    throw new UserException("the response has no spread: layer energies are not numbers");
  }
}
