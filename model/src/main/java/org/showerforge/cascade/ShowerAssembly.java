package org.showerforge.cascade;

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

  /** Twelve octaves: the cells that are kept are rarely colder than the hottest by more. */
  private static final int USUAL_RANGE = 12 << 23;

  /** A layer's cells as integers, whose order is that of the energies since none is negative. */
  private final int[] bits;

  private final DetectorSpec detector;
  private final List<LateralWidths.Profile> profiles;
  private final RecordedCells recorded;

  /**
   * An assembly.
   *
   * @param widths those that are among the totals
   */
  ShowerAssembly(DetectorSpec detector, @Nullable LateralWidths widths) {
    this.detector = detector;
    this.bits = new int[detector.cells()];
    this.profiles = widths == null ? List.of() : widths.profiles();
    this.recorded =
        new RecordedCells(detector.cells(), detector.thresholdMeV(), detector.leastRecordedMeV());
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
      int width = detector.layers().get(l).cells();
      keep(cells, from, width, layers.cells()[l]);
      recorded.scaleTo(layers.energyMeV()[l] - layers.cells()[l] * detector.thresholdMeV());
      share(layers.ratios(), l);
      for (; profile < profiles.size() && profiles.get(profile).layer() == l; profile++) {
        if (recorded.count() > 1) {
          WidthTilt.apply(recorded, profiles.get(profile).places(), layers.variances()[profile]);
        }
      }
      if (!profiles.isEmpty()) {
        share(layers.ratios(), l);
      }
      recorded.write(cells, from, width);
      from += width;
    }
  }

  private void share(double[] ratios, int layer) {
    if (recorded.count() > 1 && ratios.length > 0) {
      HottestPair.apply(recorded, ratios[layer]);
    }
  }

  /** Takes the hottest cells of a layer; what they have counts from the hottest dropped one. */
  private void keep(float[] cells, int from, int width, int keep) {
    int hottest = 0;
    for (int i = 0; i < width; i++) {
      bits[i] = Float.floatToRawIntBits(cells[from + i]);
      hottest = Math.max(hottest, bits[i]);
    }
    int cut = keep == 0 ? hottest + 1 : cut(width, keep, hottest);
    int tooMany = countFrom(width, cut) - keep;
    int hottestDropped = tooMany > 0 ? cut : 0;
    // Of cells that tie with the coldest kept one, the first ones are kept.
    for (int i = width - 1; tooMany > 0; i--) {
      if (bits[i] == cut) {
        bits[i] = cut - 1;
        tooMany--;
      }
    }
    for (int i = 0; i < width; i++) {
      hottestDropped = Math.max(hottestDropped, bits[i] & ((bits[i] - cut) >> SIGN));
    }
    recorded.take(cells, from, bits, width, cut, Float.intBitsToFloat(hottestDropped));
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
   * Bits that so many cells have at least; or the coldest kept cell's, if others tie with it. By
   * guesses between two bounds, because counting needs no branch, and sorting, or quickselect, is
   * all branches that no processor foresees. Bits are in proportion to the energy's logarithm, in
   * which cells lie evenly enough to guess by proportion every other time.
   */
  private int cut(int width, int keep, int hottest) {
    int low = 0;
    int fromLow = width;
    int high = hottest + 1;
    int fromHigh = 0;
    int guess = Math.max(1, hottest - USUAL_RANGE);
    boolean halve = false;
    while (fromLow > keep && high - low > 1) {
      int count = countFrom(width, guess);
      if (count >= keep) {
        low = guess;
        fromLow = count;
      } else {
        high = guess;
        fromHigh = count;
      }
      double part = halve ? 0.5 : (fromLow - keep) / (double) (fromLow - fromHigh);
      guess = low + Math.max(1, Math.min(high - low - 1, (int) (part * (high - low))));
      halve = !halve;
    }
    return low;
  }
}
