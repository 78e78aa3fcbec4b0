package org.showerforge.cascade;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.detector.DetectorSpec;

/**
 * The exact constraint: makes a layer's cells obey the energy and the cell count that the first
 * stage drew for it.
 *
 * <p>The n hottest cells are kept and mapped affinely, v' = t + (v - v_0) (E - n t)/sum(v - v_0),
 * so that they sum to E and none is below the threshold t. The point v_0 that goes to the threshold
 * is the hottest dropped cell: in a smooth spectrum the distance from a threshold to the next cell
 * above is distributed as the distance between two neighbours. (The coldest kept cell there, or a
 * point drawn between the two, leaves too many cells at t, which any classifier finds.)
 *
 * <p>Where ratios are among the totals, the layer's two hottest cells then share their energy so,
 * see {@link HottestPair}; and where widths are, it is tilted to them, see {@link WidthTilt}, which
 * changes the ratio, so that it is met anew.
 */
final class ShowerAssembly {
  /** Shifts a number's sign to its last bit, or to all. */
  private static final int SIGN = Integer.SIZE - 1;

  /** The bits of no energy, below those of all. */
  private static final int DROPPED = -1;

  /** A layer's cells as integers, whose order is that of the energies since none is negative. */
  private final int[] bits;

  private final DetectorSpec detector;
  private final HottestPair pair;
  private final List<LateralWidths.Profile> profiles;
  private final WidthTilt tilt;
  private final int[] recorded;

  /**
   * An assembly.
   *
   * @param widths those that are among the totals
   */
  ShowerAssembly(DetectorSpec detector, @Nullable LateralWidths widths) {
    this.detector = detector;
    this.bits = new int[detector.cells()];
    this.pair = new HottestPair(detector.thresholdMeV(), detector.leastRecordedMeV());
    this.profiles = widths == null ? List.of() : widths.profiles();
    this.tilt = new WidthTilt(detector.thresholdMeV(), detector.leastRecordedMeV());
    this.recorded = new int[detector.cells() + 1];
  }

  /**
   * Constrains one event in place.
   *
   * @param cells energies, MeV; overwritten by the result
   * @param offset where the event starts
   * @param layers what to obey
   */
  void constrain(float[] cells, int offset, Totals.Layers layers) {
    int from = offset;
    int profile = 0;
    for (int l = 0; l < detector.layers().size(); l++) {
      int to = from + detector.layers().get(l).cells();
      constrain(cells, from, to, layers.energyMeV()[l], layers.cells()[l]);
      int count = recorded(cells, from, to - from);
      share(cells, from, count, layers.ratios(), l);
      for (; profile < profiles.size() && profiles.get(profile).layer() == l; profile++) {
        if (count > 1) {
          double[] places = profiles.get(profile).places();
          tilt.apply(cells, from, recorded, count, places, layers.variances()[profile]);
        }
      }
      if (!profiles.isEmpty()) {
        share(cells, from, count, layers.ratios(), l);
      }
      from = to;
    }
  }

  private void share(float[] cells, int from, int count, double[] ratios, int layer) {
    if (count > 1 && ratios.length > 0) {
      pair.apply(cells, from, recorded, count, ratios[layer]);
    }
  }

  /** Notes which cells of a layer are recorded. */
  private int recorded(float[] cells, int from, int width) {
    int count = 0;
    for (int i = 0; i < width; i++) {
      // Written before it is known whether it counts: no branch that no processor foresees.
      recorded[count] = i;
      count += cells[from + i] > 0 ? 1 : 0;
    }
    return count;
  }

  private void constrain(float[] cells, int from, int to, double energyMeV, int keep) {
    if (keep == 0) {
      Arrays.fill(cells, from, to, 0);
      return;
    }
    int width = to - from;
    for (int i = 0; i < width; i++) {
      bits[i] = Float.floatToRawIntBits(cells[from + i]);
    }
    int coldestKept = ofRank(width, keep);
    int hottestDropped = 0;
    for (int i = 0; i < width; i++) {
      hottestDropped = Math.max(hottestDropped, bits[i] & ((bits[i] - coldestKept) >> SIGN));
    }
    // Of cells that tie with the coldest kept one, the first ones are kept.
    int tooMany = countFrom(width, coldestKept) - keep;
    if (tooMany > 0) {
      hottestDropped = coldestKept;
      for (int i = width - 1; tooMany > 0; i--) {
        if (bits[i] == coldestKept) {
          bits[i] = DROPPED;
          tooMany--;
        }
      }
    }
    double zero = Float.intBitsToFloat(hottestDropped);
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += ((coldestKept - 1 - bits[i]) >>> SIGN) * (cells[from + i] - zero);
    }
    double threshold = detector.thresholdMeV();
    double excess = energyMeV - keep * threshold;
    double scale = sum > 0 ? excess / sum : 0;
    double share = sum > 0 ? 0 : excess / keep;
    double lowest = threshold + share;
    // Recorded means above the threshold; rounding must not put a kept cell on it.
    int least = Float.floatToRawIntBits(detector.leastRecordedMeV());
    for (int i = 0; i < width; i++) {
      int energy = Float.floatToRawIntBits((float) (lowest + (cells[from + i] - zero) * scale));
      int kept = (coldestKept - 1 - bits[i]) >> SIGN;
      cells[from + i] = Float.intBitsToFloat(Math.max(energy, least) & kept);
    }
  }

  /** How many cells have at least these bits. */
  private int countFrom(int width, int least) {
    int count = 0;
    for (int i = 0; i < width; i++) {
      count += (least - 1 - bits[i]) >>> SIGN;
    }
    return count;
  }

  /**
   * The bits of the cell of a rank, 1 for the hottest: by bisection, because counting needs no
   * branch, and sorting, or quickselect, is all branches that no processor foresees.
   */
  private int ofRank(int width, int rank) {
    int high = 0;
    for (int i = 0; i < width; i++) {
      high = Math.max(high, bits[i]);
    }
    int low = 0;
    high++;
    while (high - low > 1) {
      int middle = low + (high - low) / 2;
      int count = countFrom(width, middle);
      if (count == rank) {
        return leastFrom(width, middle);
      }
      if (count > rank) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The least bits of a cell that are not below others. */
  private int leastFrom(int width, int least) {
    int found = Integer.MAX_VALUE;
    for (int i = 0; i < width; i++) {
      int below = (bits[i] - least) >> SIGN;
      found = Math.min(found, bits[i] | (below & Integer.MAX_VALUE));
    }
    return found;
  }
}
