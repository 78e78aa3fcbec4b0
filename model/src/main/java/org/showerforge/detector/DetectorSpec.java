package org.showerforge.detector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.showerforge.UserException;

/**
 * A detector: the conditions of an event and the layout of its response. It is either a calorimeter
 * of layers or a table of observables.
 *
 * <p>The response of a calorimeter is one energy per cell, in the unit of {@code thresholdMeV};
 * layers follow each other, and inside a layer cells follow each other row by row. The response of
 * a table is one number per observable.
 *
 * @param name the detector's name, e.g. {@code calogan}
 * @param conditions what an event is given; a calorimeter's first is the incident energy in GeV
 * @param layers the layers along the shower, first hit first; none for a table
 * @param thresholdMeV the read-out threshold: smaller cell energies are not recorded, MeV; 0 for a
 *     table
 * @param observables what a table gives; none for a calorimeter
 */
public record DetectorSpec(
    String name,
    List<Condition> conditions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Layer> layers,
    double thresholdMeV,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Observable> observables)
    implements Serializable {

  /** More cells than this are taken for a mistake (CaloChallenge's largest set has 40,500). */
  public static final int MAX_CELLS = 1_000_000;

  /** More layers than this are taken for a mistake. */
  static final int MAX_LAYERS = 10_000;

  /** Copies the lists and checks them. */
  public DetectorSpec {
    conditions = List.copyOf(conditions);
    layers = List.copyOf(layers);
    observables = List.copyOf(observables);
    if (conditions.isEmpty()) {
      throw new UserException("detector %s: needs at least one condition", name);
    }
    if (layers.isEmpty() == observables.isEmpty()) {
      throw new UserException(
          "detector %s: needs either layers, a calorimeter, or observables, a table, got %d layers"
              + " and %d observables",
          name, layers.size(), observables.size());
    }
    distinct(name, "condition", conditions.stream().map(Condition::name).toList());
    distinct(name, "layer", layers.stream().map(Layer::name).toList());
    distinct(name, "observable", observables.stream().map(Observable::name).toList());
    if (layers.size() > MAX_LAYERS) {
      throw new UserException(
          "detector %s: %d layers, at most %d", name, layers.size(), MAX_LAYERS);
    }
    long cells = layers.stream().mapToLong(Layer::cells).sum();
    if (cells > MAX_CELLS) {
      throw new UserException("detector %s: %d cells, at most %d", name, cells, MAX_CELLS);
    }
    if (!(thresholdMeV >= 0) || !Double.isFinite(thresholdMeV)) {
      throw new UserException("detector %s: thresholdMeV must be >= 0, got %s", name, thresholdMeV);
    }
    if (layers.isEmpty() && thresholdMeV != 0) {
      throw new UserException(
          "detector %s: thresholdMeV is for calorimeters, got %s for observables; remove it",
          name, thresholdMeV);
    }
  }

  private static void distinct(String detector, String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new UserException("detector %s: %s %s is named twice", detector, what, name);
      }
    }
  }

  /** Reads what a file or a card holds. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DetectorSpec of(DetectorKeys keys) {
    return keys.detector();
  }

  /**
   * Loads a shipped detector by name, or one of the user's from a file.
   *
   * @param nameOrPath one of {@link DetectorFiles#SHIPPED}, a path that ends in .yaml or .yml, or
   *     the path of a CaloChallenge binning file, which ends in .xml
   */
  public static DetectorSpec load(String nameOrPath) {
    return DetectorFiles.load(nameOrPath);
  }

  /** Whether the response is cells of layers, not observables. */
  @JsonIgnore
  public boolean isCalorimeter() {
    return !layers.isEmpty();
  }

  /**
   * Refuses a table of observables.
   *
   * @param task what needs a calorimeter, e.g. {@code the Monte Carlo}
   */
  public void requireCalorimeter(String task) {
    if (!isCalorimeter()) {
      throw new UserException(
          "detector %s: %s needs a calorimeter with layers, got a table of %d observables",
          name, task, observables.size());
    }
  }

  /** The length of a response: the number of cells, or of observables. */
  public int responseWidth() {
    return isCalorimeter() ? cells() : observables.size();
  }

  /**
   * What a number of the response is, e.g. {@code layer_1 cell (3, 7)}, or an observable's name.
   */
  public String responseName(int index) {
    if (!isCalorimeter()) {
      return observables.get(index).name();
    }
    int cell = index;
    int at = 0;
    while (at + 1 < layers.size() && cell >= layers.get(at).cells()) {
      cell -= layers.get(at++).cells();
    }
    Layer layer = layers.get(at);
    return layer.name() + " cell (" + layer.row(cell) + ", " + layer.column(cell) + ")";
  }

  /** The unit of a number of the response; empty if it has none. */
  public String responseUnit(int index) {
    return isCalorimeter() ? "MeV" : observables.get(index).unit();
  }

  /** Cells in all layers: the length of a calorimeter's response, 0 for a table. */
  @JsonIgnore
  public int cells() {
    return offset(layers.size());
  }

  /**
   * Index of a layer's first cell in the response; of the layer after the last, the number of
   * cells.
   */
  public int offset(int layer) {
    int offset = 0;
    for (int i = 0; i < layer; i++) {
      offset += layers.get(i).cells();
    }
    return offset;
  }

  /**
   * The least energy of a recorded cell, MeV: above the threshold. Without one, the least that
   * every processor takes for a number other than 0.
   */
  public float leastRecordedMeV() {
    return Math.max(Math.nextUp((float) thresholdMeV), Float.MIN_NORMAL);
  }

  /** The spec with the first condition, the incident energy, over another range. */
  public DetectorSpec withEnergyRange(double minGeV, double maxGeV) {
    List<Condition> changed = new ArrayList<>(conditions);
    changed.set(0, conditions.get(0).withRange(minGeV, maxGeV));
    return new DetectorSpec(name, changed, layers, thresholdMeV, observables);
  }
}
