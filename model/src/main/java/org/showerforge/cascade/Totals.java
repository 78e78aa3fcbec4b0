package org.showerforge.cascade;

import java.io.Serializable;
import java.util.Arrays;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;

/**
 * The handful of numbers that the first stage learns: energies above the read-out threshold and
 * cell counts of each layer.
 *
 * <p>For L layers, 2L numbers: E_tot/E_inc; for every layer but the reference layer, which takes
 * the rest, ln((E_i - n_i t + small)/E_inc), the energy beyond what n_i cells at the threshold t
 * have; for every layer ln(n_i + u + 1/2), with u uniform in (0, 1) so that the count becomes
 * continuous. E_i and n_i count cells above t. An empty layer has no excess; it gets a small one,
 * spread out, so that its score tells "empty" smoothly from "nearly empty".
 *
 * @param detector the layers
 * @param referenceLayer the layer whose energy is what the others leave of E_tot
 */
public record Totals(DetectorSpec detector, int referenceLayer) implements Serializable {
  /** Added to a layer's excess, so that it has a logarithm. */
  public static final double SMALL_MEV = 0.02;

  private static final double EMPTY_EXCESS_MEV = 0.3;

  /** Added to a layer's count, for the same reason. */
  public static final double COUNT_OFFSET = 0.5;

  /** Energy and cell count of each layer, cells above the threshold only. */
  record Layers(double[] energyMeV, int[] cells) {}

  int size() {
    return 2 * detector.layers().size();
  }

  /** Sums and counts of a response that starts at an offset of an array. */
  Layers measure(float[] response, int offset) {
    int layers = detector.layers().size();
    double[] energy = new double[layers];
    int[] cells = new int[layers];
    int cell = offset;
    for (int l = 0; l < layers; l++) {
      for (int i = 0; i < detector.layers().get(l).cells(); i++, cell++) {
        if (response[cell] > detector.thresholdMeV()) {
          energy[l] += response[cell];
          cells[l]++;
        }
      }
    }
    return new Layers(energy, cells);
  }

  /**
   * The totals of an event.
   *
   * @param spread draws the uniforms; an event draws the same ones every time
   * @param eventId addresses them
   */
  double[] totals(Layers layers, double energyGeV, Philox spread, long eventId) {
    int count = detector.layers().size();
    float[] uniform = new float[2 * count];
    spread.uniforms(eventId, 0, uniform, 0, uniform.length);
    double incidentMeV = 1000 * energyGeV;
    double[] totals = new double[size()];
    int next = 0;
    totals[next++] = Arrays.stream(layers.energyMeV).sum() / incidentMeV;
    for (int l = 0; l < count; l++) {
      if (l != referenceLayer) {
        double excess =
            layers.cells[l] == 0
                ? EMPTY_EXCESS_MEV * uniform[count + l]
                : layers.energyMeV[l] - layers.cells[l] * detector.thresholdMeV();
        totals[next++] = Math.log((Math.max(0, excess) + SMALL_MEV) / incidentMeV);
      }
    }
    for (int l = 0; l < count; l++) {
      totals[next++] = Math.log(layers.cells[l] + uniform[l] + COUNT_OFFSET);
    }
    return totals;
  }

  /**
   * The layers of given totals: always possible ones, with E_i >= n_i t, and n_i = 0 where E_i = 0.
   */
  Layers layers(double[] totals, double energyGeV) {
    int count = detector.layers().size();
    double threshold = detector.thresholdMeV();
    double incidentMeV = 1000 * energyGeV;
    double[] energy = new double[count];
    int[] cells = new int[count];
    for (int l = 0; l < count; l++) {
      double n = Math.floor(Math.exp(totals[count + l]) - COUNT_OFFSET);
      cells[l] = (int) Math.max(0, Math.min(detector.layers().get(l).cells(), n));
    }
    int next = 1;
    double rest = totals[0] * incidentMeV;
    for (int l = 0; l < count; l++) {
      if (l != referenceLayer) {
        double excess = Math.max(0, Math.exp(totals[next++]) * incidentMeV - SMALL_MEV);
        energy[l] = cells[l] == 0 ? 0 : cells[l] * threshold + excess;
        rest -= energy[l];
      }
    }
    cells[referenceLayer] =
        (int)
            Math.max(
                0, Math.min(cells[referenceLayer], Math.floor(rest / Math.max(threshold, 1e-9))));
    energy[referenceLayer] = cells[referenceLayer] == 0 ? 0 : rest;
    return new Layers(energy, cells);
  }
}
