package org.showerforge.data.statistics;

import java.util.ArrayList;
import java.util.List;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.Observable;

/**
 * What of a detector the statistics need: which quantities are followed, and where the layers lie.
 */
final class ResponseLayout {
  /**
   * The most quantities that are followed: some 140 of a detector with 45 layers. A histogram may
   * take 260 KB if its values cover all that a float can hold, so 512 stay below 140 MB.
   */
  static final int MAX_QUANTITIES = 512;

  private static final String MEV = "MeV";

  private final DetectorSpec detector;
  private final int[] offsets;

  ResponseLayout(DetectorSpec detector) {
    this.detector = detector;
    this.offsets = new int[detector.layers().size() + 1];
    for (int l = 0; l + 1 < offsets.length; l++) {
      offsets[l + 1] = offsets[l] + detector.layers().get(l).cells();
    }
  }

  boolean calorimeter() {
    return detector.isCalorimeter();
  }

  int conditions() {
    return detector.conditions().size();
  }

  /** Response values per event. */
  int width() {
    return detector.responseWidth();
  }

  int layers() {
    return detector.layers().size();
  }

  /** Index of a layer's first cell; of the layer after the last, the number of cells. */
  int offset(int layer) {
    return offsets[layer];
  }

  float threshold() {
    return (float) detector.thresholdMeV();
  }

  /** A response value as a reader knows it, e.g. {@code layer_1 cell (4, 7)}. */
  String name(int value) {
    return detector.responseName(value);
  }

  /** Whether events of another detector have the same values in the same order. */
  boolean sameAs(ResponseLayout other) {
    return detector.layers().equals(other.detector.layers())
        && quantities().equals(other.quantities());
  }

  /**
   * What is followed, in the order in which {@link EventStatistics} fills it: conditions, weight;
   * of a calorimeter the total energy, total/incident, and by layer energy, energy/incident and
   * cells hit; of a table its observables. What does not fit into {@link #MAX_QUANTITIES} is left
   * out at the end.
   */
  List<Quantity> quantities() {
    List<Quantity> all = new ArrayList<>();
    for (Condition condition : detector.conditions()) {
      all.add(new Quantity(condition.name(), condition.unit(), false, 0));
    }
    all.add(new Quantity("weight", "", false, 0));
    for (Observable observable : detector.observables()) {
      all.add(new Quantity(observable.name(), observable.unit(), false, 0));
    }
    if (calorimeter()) {
      addEnergies(all);
    }
    return List.copyOf(all.subList(0, Math.min(all.size(), MAX_QUANTITIES)));
  }

  private void addEnergies(List<Quantity> all) {
    all.add(new Quantity("total energy", MEV, false, 0));
    all.add(new Quantity("total energy / incident", "", false, 1));
    for (Layer layer : detector.layers()) {
      all.add(new Quantity(layer.name() + " energy", MEV, false, 0));
      all.add(new Quantity(layer.name() + " energy / incident", "", false, 0));
      all.add(new Quantity(layer.name() + " cells hit", "", true, 0));
    }
  }

  DetectorSpec detector() {
    return detector;
  }
}
