package org.showerforge.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.engine.CriticFeature;
import org.showerforge.engine.EnergyTerm;
import org.showerforge.engine.LayerAverages;
import org.showerforge.engine.Projections;
import org.showerforge.engine.SoftOccupancy;

/**
 * Which features of a calorimeter's cells a critic sees besides the cells themselves.
 *
 * <p>Weights set how strongly the penalty lets the critic lean on a feature; the first three are
 * those that the recipe was found with.
 */
public final class CriticFeatures implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The features by the names that a configuration uses. */
  public static final Set<String> NAMES =
      Set.of("projections", "energies", "profiles", "occupancy", "moments", "spectrum");

  private static final Set<String> COUNTS = Set.of("occupancy", "spectrum");

  private static final double ROW_WEIGHT = 0.5;
  private static final double LAYER_WEIGHT = 0.2;
  private static final double ENERGY_WEIGHT = 30;
  private static final double PROFILE_WEIGHT = 30;
  private static final double OCCUPANCY_WEIGHT = 6;
  private static final double OCCUPANCY_STEEPNESS = 8;

  /** Per cell: the number of cells in a layer fluctuates by some six, which is then about 2. */
  private static final double SPECTRUM_WEIGHT = 0.3;

  private static final double SPECTRUM_STEEPNESS = 16;

  /** Energies above which cells are counted, in thresholds. */
  private static final double[] SPECTRUM = {0.5, 1, 2, 5};

  private static final double MOMENT_WEIGHT = 60;
  private static final double EMPTY_LAYER = 1e-4;

  private final @Nullable DetectorSpec detector;
  private final List<String> names;
  private final int root;
  private final double scale;

  private CriticFeatures(
      @Nullable DetectorSpec detector, List<String> names, int root, double scale) {
    this.detector = detector;
    this.names = names;
    this.root = root;
    this.scale = scale;
  }

  /** No features: the critic sees the response as it is. */
  public static CriticFeatures none() {
    return new CriticFeatures(null, List.of(), 1, 1);
  }

  /**
   * Features of a cell response x = scale (E_cell/E_inc)^(1/root).
   *
   * @param names any of {@link #NAMES}
   */
  public static CriticFeatures ofCells(
      DetectorSpec detector, List<String> names, int root, double scale) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new UserException(
            "features: unknown feature '%s'; known: %s", name, NAMES.stream().sorted().toList());
      }
    }
    if (detector.thresholdMeV() == 0 && names.stream().anyMatch(COUNTS::contains)) {
      // Cells count as hit softly about the threshold, in units of it.
      throw new UserException(
          "features: occupancy and spectrum need a read-out threshold, detector %s has thresholdMeV 0; give it"
              + " one, or leave them out",
          detector.name());
    }
    return new CriticFeatures(detector, List.copyOf(names), root, scale);
  }

  /** Whether the response is cells of a calorimeter. */
  boolean ofCells() {
    return detector != null;
  }

  /** The energy term of the generator's loss, for batches of one size. */
  EnergyTerm energyTerm(Backend backend, int batch, double strength) {
    return new EnergyTerm(backend, batch, spec().cells(), root, scale, strength);
  }

  /** How many numbers the features add. */
  public int width() {
    int width = 0;
    for (String name : names) {
      width += groups(name).size() * (name.equals("spectrum") ? SPECTRUM.length : 1);
    }
    return width;
  }

  /** The features for batches of one size. */
  public List<CriticFeature> build(Backend backend, int batch) {
    List<CriticFeature> features = new ArrayList<>();
    double toFraction = Math.pow(scale, -root);
    for (String name : names) {
      if (groups(name).isEmpty()) {
        // Moments, where no layer resolves an axis.
        continue;
      }
      Matrix weights = matrix(backend, groups(name));
      if (name.equals("spectrum")) {
        for (double energy : SPECTRUM) {
          features.add(
              new SoftOccupancy(
                  backend, batch, weights, SPECTRUM_STEEPNESS, Math.pow(energy, 1.0 / root)));
        }
        continue;
      }
      features.add(
          switch (name) {
            case "projections" -> new Projections(backend, batch, weights, 1);
            case "energies" -> {
              backend.affine(ENERGY_WEIGHT * toFraction, 0, weights);
              yield new Projections(backend, batch, weights, root);
            }
            case "occupancy" -> new SoftOccupancy(backend, batch, weights, OCCUPANCY_STEEPNESS, 1);
            default ->
                new LayerAverages(
                    backend,
                    batch,
                    weights,
                    matrix(backend, layers()),
                    layerOf(backend, groups(name)),
                    root,
                    EMPTY_LAYER / toFraction);
          });
    }
    return features;
  }

  /** The weights of a feature's numbers: one array over all cells each. */
  private List<float[]> groups(String name) {
    List<float[]> groups = new ArrayList<>();
    DetectorSpec spec = spec();
    for (int l = 0; l < spec.layers().size(); l++) {
      Layer layer = spec.layers().get(l);
      switch (name) {
        case "projections", "energies" -> {
          double lines = name.equals("energies") ? 1 : ROW_WEIGHT;
          double whole = name.equals("energies") ? 1 : LAYER_WEIGHT;
          lines(groups, l, lines);
          groups.add(fill(l, cell -> whole));
        }
        case "profiles" -> lines(groups, l, PROFILE_WEIGHT);
        case "spectrum" -> groups.add(fill(l, cell -> SPECTRUM_WEIGHT));
        case "occupancy" -> groups.add(fill(l, cell -> OCCUPANCY_WEIGHT / layer.cells()));
        default -> {
          for (Layer.Axis axis : Layer.Axis.values()) {
            if (!layer.resolves(axis)) {
              continue;
            }
            double half = layer.reachMm(axis) + 1e-9;
            groups.add(fill(l, cell -> MOMENT_WEIGHT * layer.centreMm(axis, cell) / half));
            groups.add(
                fill(l, cell -> MOMENT_WEIGHT * Math.pow(layer.centreMm(axis, cell) / half, 2)));
          }
        }
      }
    }
    return groups;
  }

  /** Adds the rows of a layer's grid, then its columns. */
  private void lines(List<float[]> groups, int l, double weight) {
    Layer layer = spec().layers().get(l);
    for (int i = 0; i < layer.rows(); i++) {
      int row = i;
      groups.add(fill(l, cell -> layer.row(cell) == row ? weight : 0));
    }
    for (int i = 0; i < layer.columns(); i++) {
      int column = i;
      groups.add(fill(l, cell -> layer.column(cell) == column ? weight : 0));
    }
  }

  /** Ones over the cells of each layer. */
  private List<float[]> layers() {
    List<float[]> layers = new ArrayList<>();
    for (int l = 0; l < spec().layers().size(); l++) {
      layers.add(fill(l, cell -> 1));
    }
    return layers;
  }

  /** Which layer each number of a feature is of: [layers, numbers]. */
  private Matrix layerOf(Backend backend, List<float[]> groups) {
    int layers = spec().layers().size();
    float[] values = new float[layers * groups.size()];
    for (int j = 0; j < groups.size(); j++) {
      int cell = 0;
      while (groups.get(j)[cell] == 0) {
        cell++;
      }
      values[layerOf(cell) * groups.size() + j] = 1;
    }
    Matrix matrix = backend.allocate(layers, groups.size());
    backend.write(values, matrix);
    return matrix;
  }

  private int layerOf(int cell) {
    DetectorSpec spec = spec();
    int layer = 0;
    while (layer + 1 < spec.layers().size() && cell >= spec.offset(layer + 1)) {
      layer++;
    }
    return layer;
  }

  private float[] fill(int layer, java.util.function.IntToDoubleFunction weight) {
    DetectorSpec spec = spec();
    float[] values = new float[spec.cells()];
    for (int cell = 0; cell < spec.layers().get(layer).cells(); cell++) {
      values[spec.offset(layer) + cell] = (float) weight.applyAsDouble(cell);
    }
    return values;
  }

  private DetectorSpec spec() {
    if (detector == null) {
      throw new IllegalStateException("no features, no detector");
    }
    return detector;
  }

  private static Matrix matrix(Backend backend, List<float[]> columns) {
    int cells = columns.get(0).length;
    float[] values = new float[cells * columns.size()];
    for (int j = 0; j < columns.size(); j++) {
      for (int i = 0; i < cells; i++) {
        values[i * columns.size() + j] = columns.get(j)[i];
      }
    }
    Matrix matrix = backend.allocate(cells, columns.size());
    backend.write(values, matrix);
    return matrix;
  }
}
