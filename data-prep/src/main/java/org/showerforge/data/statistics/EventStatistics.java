package org.showerforge.data.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/**
 * The statistics of a data set's events, gathered event by event in bounded memory and added up
 * over its parts.
 *
 * <p>Followed with moments and a fine histogram ({@link FloatHistogram}): every condition and the
 * weight; of a calorimeter the total energy, its ratio to the first condition, the incident energy
 * (only of events where that is above 0), and of every layer the energy, its ratio to the incident
 * one, and the number of cells above the detector's threshold; of a table its observables. Cells of
 * a calorimeter have moments, occupancy and a coarse histogram each ({@link CellStatistics}).
 * Energies are sums of all cells as they stand, above the threshold or not.
 *
 * <p>Weights may be negative, as sWeights are. Means, spreads, occupancies and histograms are
 * weighted; the effective number of events is (sum w)^2/sum w^2; minimum, maximum and counts are
 * not weighted, and neither is the distribution of the weights themselves. A variance that negative
 * weights make negative is given as 0; a quantile is where the cumulative weight first reaches it;
 * without positive total weight means say nothing.
 *
 * <p>The same events, merged in the same order of parts, give the same bytes. In any grouping
 * counts, extremes and histograms of unit weights are equal to the last bit, and sums to some
 * 1e-12. Not thread-safe.
 */
public final class EventStatistics {
  private static final int MAGIC = 0x53465354;
  private static final int VERSION = 1;
  private static final double MEV_PER_GEV = 1000;

  private final ResponseLayout layout;
  private final List<Quantity> quantities;
  private final ScalarStatistics[] scalars;
  private final CellStatistics cells;
  private final double[] layerMeV;
  private final int[] layerHits;

  /** Begins without events. */
  public EventStatistics(DetectorSpec detector) {
    this.layout = new ResponseLayout(detector);
    this.quantities = layout.quantities();
    this.scalars = new ScalarStatistics[quantities.size()];
    for (int q = 0; q < scalars.length; q++) {
      scalars[q] = new ScalarStatistics(quantities.get(q).origin());
    }
    this.cells = new CellStatistics(layout.calorimeter() ? layout.width() : 0, layout.threshold());
    this.layerMeV = new double[layout.layers()];
    this.layerHits = new int[layout.layers()];
  }

  /**
   * Adds an event; one with a value that is not finite is refused and changes nothing.
   *
   * @param conditions holds its conditions from conditionOffset on
   * @param response holds its response from responseOffset on
   * @param weight its weight, of either sign
   */
  public void add(
      float[] conditions, int conditionOffset, float[] response, int responseOffset, float weight) {
    checkFinite("the weight", weight);
    for (int c = 0; c < layout.conditions(); c++) {
      checkFinite("a condition", conditions[conditionOffset + c]);
    }
    double totalMeV = layout.calorimeter() ? sumLayers(response, responseOffset) : 0;
    for (int i = 0; !layout.calorimeter() && i < layout.width(); i++) {
      checkFinite("an observable", response[responseOffset + i]);
    }
    int q = 0;
    for (int c = 0; c < layout.conditions(); c++) {
      add(q++, conditions[conditionOffset + c], weight);
    }
    // How weights are spread is asked of events, not of weighted ones.
    add(q++, weight, 1);
    if (layout.calorimeter()) {
      addEnergies(q, totalMeV, MEV_PER_GEV * conditions[conditionOffset], weight);
      cells.add(response, responseOffset, weight);
    } else {
      for (int i = 0; i < layout.width(); i++) {
        add(q++, response[responseOffset + i], weight);
      }
    }
  }

  private void addEnergies(int first, double totalMeV, double incidentMeV, float weight) {
    int q = first;
    add(q++, totalMeV, weight);
    addRatio(q++, totalMeV, incidentMeV, weight);
    for (int l = 0; l < layerMeV.length && q < scalars.length; l++) {
      add(q++, layerMeV[l], weight);
      addRatio(q++, layerMeV[l], incidentMeV, weight);
      add(q++, layerHits[l], weight);
    }
  }

  private double sumLayers(float[] response, int offset) {
    double total = 0;
    float threshold = layout.threshold();
    for (int l = 0; l < layerMeV.length; l++) {
      double sum = 0;
      int hits = 0;
      int end = offset + layout.offset(l + 1);
      for (int i = offset + layout.offset(l); i < end; i++) {
        float x = response[i];
        sum += x;
        if (x > threshold) {
          hits++;
        }
      }
      layerMeV[l] = sum;
      layerHits[l] = hits;
      total += sum;
    }
    checkFinite("the sum of the response", total);
    return total;
  }

  private void add(int quantity, double value, float weight) {
    if (quantity < scalars.length) {
      scalars[quantity].add((float) value, weight);
    }
  }

  private void addRatio(int quantity, double energyMeV, double incidentMeV, float weight) {
    if (incidentMeV > 0) {
      add(quantity, energyMeV / incidentMeV, weight);
    }
  }

  /** Also keeps a float from becoming infinite where it holds a sum. */
  private void checkFinite(String what, double value) {
    if (!(Math.abs(value) <= Float.MAX_VALUE)) {
      throw new UserException(
          "detector %s: an event has %s of %s, which is no finite number; prepare the data again,"
              + " which sorts such events out",
          layout.detector().name(), what, value);
    }
  }

  /** Adds the events that other statistics of the same detector hold. */
  public void merge(EventStatistics other) {
    if (!layout.sameAs(other.layout)) {
      throw new IllegalArgumentException(
          "statistics of detector "
              + other.layout.detector().name()
              + " cannot be added to those of "
              + layout.detector().name());
    }
    for (int q = 0; q < scalars.length; q++) {
      scalars[q].add(other.scalars[q]);
    }
    cells.add(other.cells);
  }

  /**
   * The statistics of the other events, of which extremes alone are not known: they are those of
   * all. Exact for unit weights; else within the rounding of the sums.
   *
   * @param part of the events that were added here, merged as a whole
   */
  public EventStatistics without(EventStatistics part) {
    EventStatistics others = new EventStatistics(layout.detector());
    others.merge(this);
    for (int q = 0; q < scalars.length; q++) {
      others.scalars[q].subtract(part.scalars[q]);
    }
    others.cells.subtract(part.cells);
    return others;
  }

  /** Events added. */
  public long events() {
    return scalars[0].count();
  }

  /** The sum of their weights. */
  public double sumOfWeights() {
    return scalars[0].weights();
  }

  /** (sum w)^2/sum w^2, the number of unweighted events that fluctuate as much. */
  public double effectiveEvents() {
    return scalars[0].effective();
  }

  /** What is followed. */
  public List<Quantity> quantities() {
    return quantities;
  }

  /** The figures, rounded for a card or a page. */
  public StatisticsSummary summary() {
    return StatisticsSummary.of(this);
  }

  ScalarStatistics scalar(int quantity) {
    return scalars[quantity];
  }

  CellStatistics cells() {
    return cells;
  }

  ResponseLayout layout() {
    return layout;
  }

  /** Writes the statistics: version, numbers of values, content, checksum; big-endian. */
  public void write(DataOutput out) throws IOException {
    Checked.write(
        out,
        content -> {
          content.writeInt(MAGIC);
          content.writeInt(VERSION);
          content.writeInt(layout.conditions());
          content.writeInt(layout.layers());
          content.writeInt(layout.width());
          content.writeInt(scalars.length);
          for (ScalarStatistics scalar : scalars) {
            scalar.write(content);
          }
          cells.write(content);
        });
  }

  /**
   * Reads what {@link #write} wrote, to the last bit.
   *
   * @param detector whose statistics they must be; all sizes are its own
   * @param where names the source in errors
   */
  public static EventStatistics read(DataInput in, DetectorSpec detector, String where)
      throws IOException {
    EventStatistics read = new EventStatistics(detector);
    try {
      Checked.read(in, where, content -> read.readContent(content, where));
    } catch (EOFException e) {
      throw new UserException("%s: ends too early; the file was cut, make it anew", where);
    }
    return read;
  }

  private void readContent(DataInput in, String where) throws IOException {
    expect(where, "begins with", in.readInt(), MAGIC);
    expect(where, "has the version", in.readInt(), VERSION);
    expect(where, "has conditions:", in.readInt(), layout.conditions());
    expect(where, "has layers:", in.readInt(), layout.layers());
    expect(where, "has response values:", in.readInt(), layout.width());
    expect(where, "has quantities:", in.readInt(), scalars.length);
    for (ScalarStatistics scalar : scalars) {
      scalar.read(in, where);
    }
    cells.read(in);
  }

  private void expect(String where, String what, int found, int wanted) {
    if (found != wanted) {
      throw new UserException(
          "%s: %s %d, the statistics of detector %s need %d; it is another detector's, of another"
              + " version, or damaged: make it anew",
          where, what, found, layout.detector().name(), wanted);
    }
  }
}
