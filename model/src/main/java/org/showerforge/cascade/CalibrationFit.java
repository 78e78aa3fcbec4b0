package org.showerforge.cascade;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.showerforge.backend.Backends;
import org.showerforge.backend.Philox;
import org.showerforge.detector.DetectorSpec;

/**
 * What is fitted after a training, and of it the {@link CellCalibration}: makes showers for the
 * training events' own conditions, and maps each cell's quantiles to those of the training data,
 * mirror images included.
 *
 * <p>The constraint that comes after the map changes the distributions again, so the map is
 * corrected by what is then still missing, {@link #PASSES} times. Everything is a function of the
 * arguments: the same ones give the same tables.
 */
public final class CalibrationFit {
  /** Numbers of cells that a fit holds of each kind, which bounds its memory: 64 MiB. */
  static final int MOST_NUMBERS = 1 << 24;

  private static final int MOST_BLOCKS = 16;

  /** Corrections after the first map. */
  static final int PASSES = 4;

  /** Part of what is missing that a correction makes good. */
  static final double CORRECTION = 0.7;

  /** A group of fewer showers, of either kind, is left as it is. */
  private static final int LEAST_SHOWERS = 64;

  /** Of a cell's showers beyond the first knot, and as many beyond the last. */
  private static final double TAIL = 5e-4;

  private static final long SEED = 0x43616c696272L;

  private final CascadeTransform transform;
  private final DetectorSpec detector;
  private final Sample sample;
  private final int showers;
  private final float[] drafted;
  private final Totals.Layers[] layers;
  private final float[] tables;

  /** By table and knot: the part of the drafted showers below it, and what it is to become. */
  private final float[] levels;

  private final float[] targets;

  /**
   * Training events, any of them, in any order that is always the same.
   *
   * @param conditions [events, conditions], physical
   * @param response [events, cells], MeV
   * @param weights by event
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Sample(float[] conditions, float[] response, float[] weights) {
    int events() {
      return weights.length;
    }

    /** The first so many, or all if there are fewer. */
    Sample first(int most) {
      int events = Math.min(most, events());
      return new Sample(
          Arrays.copyOf(conditions, conditions.length / events() * events),
          Arrays.copyOf(response, response.length / events() * events),
          Arrays.copyOf(weights, events));
    }
  }

  /**
   * A calibration that is to be fitted.
   *
   * @param mostBlocks of showers that it drafts
   */
  CalibrationFit(
      CascadeRecipe recipe,
      CascadeTransform transform,
      GeneratorWeights weights,
      Sample sample,
      int mostBlocks) {
    this.transform = transform;
    this.detector = transform.detector();
    this.sample = sample;
    int blocks =
        Math.max(1, Math.min(mostBlocks, MOST_NUMBERS / (ShowerSampler.BLOCK * detector.cells())));
    this.showers = blocks * ShowerSampler.BLOCK;
    this.drafted = new float[showers * detector.cells()];
    this.layers = new Totals.Layers[showers];
    try (ShowerDraft draft = new ShowerDraft(recipe, transform, weights, Backends.float32())) {
      Philox random = Philox.of(SEED);
      float[] cells = new float[ShowerSampler.BLOCK * detector.cells()];
      for (int b = 0; b < blocks; b++) {
        Totals.Layers[] asked = draft.block(random, ShowerSampler.events(b), conditions(b), cells);
        System.arraycopy(cells, 0, drafted, b * cells.length, cells.length);
        System.arraycopy(asked, 0, layers, b * ShowerSampler.BLOCK, ShowerSampler.BLOCK);
      }
    }
    this.tables = new float[CellCalibration.numbers(detector, transform.countEdges())];
    this.levels = new float[tables.length];
    this.targets = new float[tables.length];
  }

  /** The most events that a fit can use. */
  public static int mostEvents(DetectorSpec detector) {
    return Math.max(1, MOST_NUMBERS / detector.cells());
  }

  /**
   * What a generator gets after its training.
   *
   * @param transform with corrected scores and noise
   * @param tables of the {@link CellCalibration}
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Fitted(CascadeTransform transform, float[] tables) implements Serializable {}

  /**
   * Fits all that is fitted after a training, each with what was fitted before it: the totals'
   * scores, the cells' own noise, the cells' distributions.
   *
   * @param weights of the generator; their own calibration is not used
   * @return the transform as it is, and no tables, if it has no groups
   */
  public static Fitted fit(
      CascadeRecipe recipe, CascadeTransform transform, GeneratorWeights weights, Sample sample) {
    if (transform.countEdges().isEmpty()) {
      return new Fitted(transform, new float[0]);
    }
    CascadeTransform fitted =
        transform.withCorrections(ScoreFit.fit(recipe, transform, weights, sample.conditions()));
    if (!fitted.cellNoise().isEmpty()) {
      fitted = fitted.withCellNoise(CellNoiseFit.corrected(recipe, fitted, weights, sample));
    }
    CalibrationFit fit = new CalibrationFit(recipe, fitted, weights, sample, MOST_BLOCKS);
    return new Fitted(fitted, fit.fit());
  }

  /** The showers that this calibration makes, on the shapes' scale in units of their noise. */
  float[] madeUnits() {
    fit();
    float[] made = made();
    int cells = detector.cells();
    int given = detector.conditions().size();
    for (int i = 0; i < made.length; i++) {
      double energyGeV = sample.conditions()[i / cells % sample.events() * given];
      made[i] = (float) (made[i] / transform.unit(energyGeV));
    }
    return made;
  }

  private float[] conditions(int block) {
    int given = detector.conditions().size();
    float[] conditions = new float[ShowerSampler.BLOCK * given];
    for (int n = 0; n < ShowerSampler.BLOCK; n++) {
      int event = (block * ShowerSampler.BLOCK + n) % sample.events();
      System.arraycopy(sample.conditions(), event * given, conditions, n * given, given);
    }
    return conditions;
  }

  private float[] fit() {
    List<Group> groups = groups();
    groups.forEach(this::begin);
    for (int pass = 0; pass < PASSES; pass++) {
      float[] made = made();
      groups.forEach(group -> correct(group, made));
    }
    return tables;
  }

  /** A layer's showers of similar counts: which drafts, and which events of the sample. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Group(int layer, int table, int[] drafts, int[] events) {
    boolean isFitted() {
      return Math.min(drafts.length, events.length) >= LEAST_SHOWERS;
    }
  }

  private List<Group> groups() {
    CellCalibration calibration = new CellCalibration(detector, transform.countEdges(), tables);
    Totals counted = new Totals(detector, 0, null, false);
    int[][] real = new int[sample.events()][];
    for (int n = 0; n < real.length; n++) {
      real[n] = counted.measure(sample.response(), n * detector.cells()).cells();
    }
    List<Group> groups = new ArrayList<>();
    for (int l = 0; l < detector.layers().size(); l++) {
      int size = detector.layers().get(l).cells() * CellCalibration.ROW;
      for (int g = 0; g <= transform.countEdges().get(l).size(); g++) {
        int layer = l;
        int group = g;
        groups.add(
            new Group(
                l,
                calibration.start(l) + g * size,
                select(
                    layers.length,
                    n -> calibration.group(layer, layers[n].cells()[layer]) == group),
                select(real.length, n -> calibration.group(layer, real[n][layer]) == group)));
      }
    }
    return groups;
  }

  private static int[] select(int count, IntPredicate which) {
    return IntStream.range(0, count).filter(which).toArray();
  }

  /** The first maps of a group: from the drafts' quantiles to those of the events. */
  private void begin(Group group) {
    int offset = detector.offset(group.layer());
    int[][] images = StageEvents.reflections(detector);
    for (int i = 0; i < detector.layers().get(group.layer()).cells(); i++) {
      int table = group.table() + i * CellCalibration.ROW;
      float[] drafts = column(drafted, group.drafts(), offset + i);
      Arrays.sort(drafts);
      float first = drafts.length == 0 ? 0 : drafts[(int) (TAIL * drafts.length)];
      float last = drafts.length == 0 ? 0 : drafts[(int) ((1 - TAIL) * (drafts.length - 1))];
      if (!group.isFitted() || !(last > first)) {
        identity(table);
        continue;
      }
      float step = (last - first) / (CellCalibration.KNOTS - 1);
      tables[table] = first;
      tables[table + 1] = 1 / step;
      Quantiles events = events(group, images, offset + i);
      for (int k = 0; k < CellCalibration.KNOTS; k++) {
        int at = table + CellCalibration.VALUES + k;
        levels[at] = (float) level(drafts, first + k * step);
        targets[at] = (float) events.at(levels[at]);
        tables[at] = targets[at];
      }
    }
  }

  /** No cell has more than the incident energy, which is the scale. */
  private void identity(int table) {
    float step = (float) transform.scale() / (CellCalibration.KNOTS - 1);
    tables[table + 1] = 1 / step;
    for (int k = 0; k < CellCalibration.KNOTS; k++) {
      tables[table + CellCalibration.VALUES + k] = k * step;
    }
  }

  /** The part of sorted numbers that lie below a number, those at it by half. */
  private static double level(float[] sorted, float number) {
    int found = Arrays.binarySearch(sorted, number);
    int low = found < 0 ? -found - 1 : found;
    int high = low;
    while (low > 0 && sorted[low - 1] == number) {
      low--;
    }
    while (high < sorted.length && sorted[high] == number) {
      high++;
    }
    return 0.5 * (low + high) / sorted.length;
  }

  private float[] column(float[] rows, int[] which, int cell) {
    float[] values = new float[which.length];
    for (int n = 0; n < which.length; n++) {
      values[n] = rows[which[n] * detector.cells() + cell];
    }
    return values;
  }

  /** A cell's energies in the sample, on the shapes' scale, with those of its mirror images. */
  private Quantiles events(Group group, int[][] images, int cell) {
    int given = detector.conditions().size();
    int[] events = group.events();
    float[] values = new float[events.length * images.length];
    float[] weights = new float[values.length];
    int next = 0;
    for (int[] image : images) {
      float[] energies = column(sample.response(), events, image[cell]);
      for (int n = 0; n < events.length; n++, next++) {
        double energyGeV = sample.conditions()[events[n] * given];
        values[next] = (float) transform.shape(Math.max(0, energies[n]), energyGeV);
        weights[next] = sample.weights()[events[n]];
      }
    }
    return Quantiles.of(values, weights);
  }

  /** The drafted showers, calibrated and constrained, back on the shapes' scale. */
  private float[] made() {
    CellCalibration calibration = new CellCalibration(detector, transform.countEdges(), tables);
    ShowerAssembly assembly = new ShowerAssembly(detector, transform.layout().widths());
    int cells = detector.cells();
    int given = detector.conditions().size();
    float[] made = drafted.clone();
    calibration.apply(made, layers);
    float[] before = new float[cells];
    for (int n = 0; n < showers; n++) {
      int offset = n * cells;
      double energyGeV = sample.conditions()[n % sample.events() * given];
      transform.cellsMeV(made, offset, cells, energyGeV);
      System.arraycopy(made, offset, before, 0, cells);
      assembly.constrain(made, offset, layers[n]);
      for (int i = 0; i < cells; i++) {
        // A dropped cell had an energy, too, at most the threshold.
        double energy =
            made[offset + i] > 0 ? made[offset + i] : Math.min(before[i], detector.thresholdMeV());
        made[offset + i] = (float) transform.shape(energy, energyGeV);
      }
    }
    return made;
  }

  private void correct(Group group, float[] made) {
    if (!group.isFitted()) {
      return;
    }
    int offset = detector.offset(group.layer());
    for (int i = 0; i < detector.layers().get(group.layer()).cells(); i++) {
      int values = group.table() + i * CellCalibration.ROW + CellCalibration.VALUES;
      if (levels[values + CellCalibration.KNOTS - 1] == 0) {
        continue;
      }
      Quantiles reached = Quantiles.of(column(made, group.drafts(), offset + i));
      float least = 0;
      for (int at = values; at < values + CellCalibration.KNOTS; at++) {
        double missing = targets[at] - reached.at(levels[at]);
        least = Math.max(least, (float) (tables[at] + CORRECTION * missing));
        tables[at] = least;
      }
    }
  }
}
