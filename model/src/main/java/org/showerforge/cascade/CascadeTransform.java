package org.showerforge.cascade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/**
 * What turns physical events into what the networks see, and back; fitted on the train split, kept
 * in the artifact.
 *
 * <p>Shapes: x = scale (E_cell/E_inc)^(1/root). A root shows the critic small cells; root 1 is
 * FastCaloGAN's E_cell/E_inc.
 *
 * @param detector the detector, with the trained range of its conditions
 * @param referenceLayer the layer whose energy is what the others leave of the total
 * @param widths whether the layers' lateral widths are among the totals
 * @param ratios whether how the two hottest cells of each layer share their energy is, too
 * @param totals the scores of the totals, in their order
 * @param root 1, 2 or 3
 * @param scale makes the root mean square of x equal 3
 * @param countEdges by layer, the counts of recorded cells up to which showers belong to each group
 *     of {@link CellCalibration} but the last; empty without one
 * @param cellNoise by cell, the standard deviation of its own noise on the shapes' scale where the
 *     event's {@link #unit} is 1, see {@link CellNoiseFit}; empty if the shapes' head takes none
 * @param corrections by total, what becomes of the scores that the first stage makes, see {@link
 *     ScoreFit}; empty without any
 */
public record CascadeTransform(
    DetectorSpec detector,
    int referenceLayer,
    boolean widths,
    boolean ratios,
    List<NormalScore> totals,
    int root,
    double scale,
    List<List<Integer>> countEdges,
    List<Double> cellNoise,
    List<NormalScore> corrections)
    implements java.io.Serializable {
  static final int MAX_ROOT = 3;

  /** Groups of showers that a calibration tells apart in a layer. */
  static final int MAX_GROUPS = 8;

  /** Checks what may come from a file. */
  public CascadeTransform {
    totals = List.copyOf(totals);
    countEdges = countEdges.stream().map(List::copyOf).toList();
    cellNoise = List.copyOf(cellNoise);
    corrections = List.copyOf(corrections);
    detector.requireCalorimeter("a cascade of totals and shapes");
    if (root < 1 || root > MAX_ROOT) {
      throw new UserException("root: must be 1..%d, got %d", MAX_ROOT, root);
    }
    if (!(scale > 0) || !Double.isFinite(scale)) {
      throw new UserException("scale: must be > 0, got %s (a response with no spread?)", scale);
    }
    if (totals.size() != layout(detector, referenceLayer, widths, ratios).size()
        || referenceLayer < 0
        || referenceLayer >= detector.layers().size()) {
      throw new UserException(
          "transform: %d totals do not fit %d layers", totals.size(), detector.layers().size());
    }
    if ((!countEdges.isEmpty() && countEdges.size() != detector.layers().size())
        || countEdges.stream().anyMatch(edges -> edges.size() >= MAX_GROUPS)) {
      throw new UserException(
          "countEdges: must be of each of the %d layers, at most %d, got %s",
          detector.layers().size(), MAX_GROUPS - 1, countEdges);
    }
    if ((!cellNoise.isEmpty() && cellNoise.size() != detector.cells())
        || (!corrections.isEmpty() && corrections.size() != totals.size())) {
      throw new UserException(
          "transform: noise of %d cells and corrections of %d totals, the detector has %d and %d",
          cellNoise.size(), corrections.size(), detector.cells(), totals.size());
    }
  }

  /** The conditions on the networks' scale. */
  float[] normalise(float[] conditions, int offset) {
    float[] normal = new float[detector.conditions().size()];
    for (int k = 0; k < normal.length; k++) {
      normal[k] = (float) detector.conditions().get(k).normalise(conditions[offset + k]);
    }
    return normal;
  }

  /** A cell's energy on the shapes' scale. */
  double shape(double cellMeV, double energyGeV) {
    return scale * root(cellMeV / (1000 * energyGeV));
  }

  /**
   * Numbers on the shapes' scale become energies in MeV, in place; negative numbers are no energy.
   * A loop of its own for each root is what the JVM turns into vector instructions.
   */
  void cellsMeV(float[] cells, int offset, int count, double energyGeV) {
    float factor = factor(energyGeV);
    int end = offset + count;
    switch (root) {
      case 1 -> {
        for (int i = offset; i < end; i++) {
          cells[i] = factor * Math.max(0, cells[i]);
        }
      }
      case 2 -> {
        for (int i = offset; i < end; i++) {
          float x = Math.max(0, cells[i]);
          cells[i] = factor * x * x;
        }
      }
      default -> {
        for (int i = offset; i < end; i++) {
          float x = Math.max(0, cells[i]);
          cells[i] = factor * x * x * x;
        }
      }
    }
  }

  /** What the root-th power of a number on the shapes' scale is multiplied by, for MeV. */
  float factor(double energyGeV) {
    return (float) (1000 * energyGeV / Math.pow(scale, root));
  }

  /**
   * What the cells' own noise is counted in: it has the same size at every energy in MeV^(1/root),
   * which on the shapes' scale is larger for a smaller incident energy. 1 at the greatest one.
   */
  public double unit(double energyGeV) {
    return Math.pow(detector.conditions().get(0).max() / energyGeV, 1.0 / root);
  }

  private double root(double fraction) {
    return switch (root) {
      case 1 -> fraction;
      case 2 -> Math.sqrt(fraction);
      default -> Math.cbrt(fraction);
    };
  }

  /** The same with noise of these sizes. */
  public CascadeTransform withCellNoise(List<Double> sizes) {
    return new CascadeTransform(
        detector,
        referenceLayer,
        widths,
        ratios,
        totals,
        root,
        scale,
        countEdges,
        sizes,
        corrections);
  }

  /** The same with these corrections. */
  CascadeTransform withCorrections(List<NormalScore> scores) {
    return new CascadeTransform(
        detector,
        referenceLayer,
        widths,
        ratios,
        totals,
        root,
        scale,
        countEdges,
        cellNoise,
        scores);
  }

  /** What the totals are. */
  @JsonIgnore
  public Totals layout() {
    return layout(detector, referenceLayer, widths, ratios);
  }

  private static Totals layout(
      DetectorSpec detector, int referenceLayer, boolean widths, boolean ratios) {
    return new Totals(
        detector, referenceLayer, widths ? new LateralWidths(detector) : null, ratios);
  }
}
