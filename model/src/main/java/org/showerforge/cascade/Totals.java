package org.showerforge.cascade;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
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
 * <p>With widths, a number more for every axis that a layer's cells resolve: the logarithm of the
 * width's variance, see {@link LateralWidths}. One cell alone has no width; it gets a small one,
 * spread out. With ratios, one more for every layer: how its two hottest cells share their energy,
 * see {@code HottestPair}. A layer without two cells has no ratio; it gets one below 0, spread out.
 *
 * @param detector the layers
 * @param referenceLayer the layer whose energy is what the others leave of E_tot
 * @param widths none, or those of the detector
 * @param ratios whether the layers' ratios are among the numbers
 */
public record Totals(
    DetectorSpec detector, int referenceLayer, @Nullable LateralWidths widths, boolean ratios)
    implements Serializable {
  /** Added to a layer's excess, so that it has a logarithm. */
  public static final double SMALL_MEV = 0.02;

  private static final double EMPTY_EXCESS_MEV = 0.3;

  /** Added to a layer's count, for the same reason. */
  public static final double COUNT_OFFSET = 0.5;

  /** Added to a width's variance, for the same reason: a width of a hundredth of the reach. */
  public static final double SMALL_VARIANCE = 1e-4;

  /** How far below 0 the ratio of a layer without two cells may be. */
  private static final double NO_PAIR = 0.1;

  /**
   * Energy and cell count of each layer, cells above the threshold only; the variances of the
   * widths and the ratios of the hottest pairs, none if the totals have none.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Layers(double[] energyMeV, int[] cells, double[] variances, double[] ratios) {
    Layers(double[] energyMeV, int[] cells) {
      this(energyMeV, cells, new double[0], new double[0]);
    }
  }

  int size() {
    return 2 * detector.layers().size() + profiles() + pairs();
  }

  private int profiles() {
    return widths == null ? 0 : widths.profiles().size();
  }

  private int pairs() {
    return ratios ? detector.layers().size() : 0;
  }

  /** Sums and counts of a response that starts at an offset of an array. */
  Layers measure(float[] response, int offset) {
    int layers = detector.layers().size();
    double[] energy = new double[layers];
    int[] cells = new int[layers];
    double[] pairRatios = new double[pairs()];
    int cell = offset;
    for (int l = 0; l < layers; l++) {
      int width = detector.layers().get(l).cells();
      if (ratios) {
        RecordedCells recorded =
            new RecordedCells(width, detector.thresholdMeV(), detector.leastRecordedMeV());
        recorded.read(response, cell, width);
        pairRatios[l] = HottestPair.ratio(recorded);
      }
      for (int i = 0; i < width; i++, cell++) {
        if (response[cell] > detector.thresholdMeV()) {
          energy[l] += response[cell];
          cells[l]++;
        }
      }
    }
    double[] variances =
        widths == null ? new double[0] : widths.measure(response, offset, detector.thresholdMeV());
    return new Layers(energy, cells, variances, pairRatios);
  }

  /**
   * The totals of an event.
   *
   * @param spread draws the uniforms; an event draws the same ones every time
   * @param eventId addresses them
   */
  double[] totals(Layers layers, double energyGeV, Philox spread, long eventId) {
    int count = detector.layers().size();
    float[] uniform = new float[size()];
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
    for (int k = 0; k < profiles(); k++) {
      double small = SMALL_VARIANCE * (0.5 + uniform[2 * count + k]);
      totals[next++] = Math.log(layers.variances[k] + small);
    }
    for (int l = 0; l < pairs(); l++) {
      totals[next++] =
          layers.cells[l] < 2 ? -NO_PAIR * uniform[2 * count + profiles() + l] : layers.ratios[l];
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
    double[] variances = new double[profiles()];
    for (int k = 0; k < variances.length; k++) {
      variances[k] = Math.max(0, Math.exp(totals[2 * count + k]) - SMALL_VARIANCE);
    }
    double[] pairRatios = new double[pairs()];
    for (int l = 0; l < pairRatios.length; l++) {
      pairRatios[l] = Math.max(0, Math.min(1, totals[2 * count + profiles() + l]));
    }
    return new Layers(energy, cells, variances, pairRatios);
  }
}
