package org.showerforge.onnx;

import org.showerforge.cascade.GeneratorCard;
import org.showerforge.detector.DetectorSpec;

/** Adds up what an {@link Agreement} says. */
final class Comparison {
  private final DetectorSpec detector;
  private final int referenceLayer;
  private final boolean ratios;
  private int events;
  private long layersApart;
  private double largest;

  Comparison(GeneratorCard card) {
    this.detector = card.transform().detector();
    this.referenceLayer = card.transform().referenceLayer();
    this.ratios = card.transform().ratios();
  }

  /** Adds events: two arrays of [events, cells], MeV. */
  void add(float[] expected, float[] found) {
    if (found.length != expected.length) {
      throw new IllegalStateException(found.length + " cells, need " + expected.length);
    }
    int layers = detector.layers().size();
    boolean[] apart = new boolean[layers];
    for (int event = 0; event < expected.length; event += detector.cells()) {
      boolean sameCounts = true;
      for (int l = 0; l < layers; l++) {
        int from = event + detector.offset(l);
        int to = event + detector.offset(l + 1);
        int surplus = 0;
        apart[l] = false;
        for (int i = from; i < to; i++) {
          apart[l] |= (expected[i] == 0) != (found[i] == 0);
          surplus += (expected[i] == 0 ? 0 : 1) - (found[i] == 0 ? 0 : 1);
        }
        sameCounts &= surplus == 0;
      }
      apart[referenceLayer] |= !sameCounts;
      for (int l = 0; l < layers; l++) {
        double difference =
            difference(expected, found, event + detector.offset(l), event + detector.offset(l + 1));
        if (apart[l] || (ratios && difference > Agreement.MAX_RELATIVE_DIFFERENCE)) {
          layersApart++;
        } else {
          // Math.max keeps what is no number.
          largest = Math.max(largest, difference);
        }
      }
      events++;
    }
  }

  private static double difference(float[] expected, float[] found, int from, int to) {
    double most = 0;
    double sum = 0;
    int kept = 0;
    for (int i = from; i < to; i++) {
      sum += expected[i];
      kept += expected[i] == 0 ? 0 : 1;
    }
    for (int i = from; i < to && kept > 0; i++) {
      double difference = Math.abs((double) expected[i] - found[i]);
      most = Math.max(most, difference / Math.max(expected[i], sum / kept));
    }
    return most;
  }

  Agreement result() {
    return new Agreement(events, (long) events * detector.layers().size(), layersApart, largest);
  }
}
