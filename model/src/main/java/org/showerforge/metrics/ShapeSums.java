package org.showerforge.metrics;

import java.io.Serializable;
import java.util.List;

/**
 * What is summed over any number of showers in one pass: counts in the bins of every shower shape,
 * moments and products. Parts that were summed apart are added.
 */
public final class ShapeSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Parts that have travelled are only added to others. */
  private final transient Binning binning;

  private final long[][] counts;
  private final double[] first;
  private final double[][] second;
  private long events;

  /**
   * How shapes are binned: the same for all samples that are compared.
   *
   * @param edges by shape, the inner edges of bins that hold equal parts of two samples together
   * @param origin by shape, about which moments are taken, so that nothing cancels
   * @param scale by shape, the unit of moments
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Binning(double[][] edges, double[] origin, double[] scale) implements Serializable {

    /** A binning for the shapes of two samples; the first's greatest values are the units. */
    public static Binning of(ShowerSample reference, ShowerSample generated) {
      List<Feature> a = ShowerShapes.of(reference.withThreshold());
      List<Feature> b = ShowerShapes.of(generated.withThreshold());
      double[][] edges = new double[a.size()][];
      double[] origin = new double[a.size()];
      double[] scale = new double[a.size()];
      for (int k = 0; k < edges.length; k++) {
        double[] values = a.get(k).values();
        edges[k] = SeparationPower.edges(values, b.get(k).values(), SeparationPower.BINS);
        origin[k] = Moments.of(values).mean();
        for (double value : values) {
          scale[k] = Math.max(scale[k], Math.abs(value));
        }
        scale[k] = scale[k] > 0 ? scale[k] : 1;
      }
      return new Binning(edges, origin, scale);
    }
  }

  /** Of no showers yet. */
  public ShapeSums(Binning binning) {
    this.binning = binning;
    int shapes = binning.edges.length;
    this.counts = new long[shapes][];
    for (int k = 0; k < shapes; k++) {
      counts[k] = new long[binning.edges[k].length + 1];
    }
    this.first = new double[shapes];
    this.second = new double[shapes][shapes];
  }

  /** Takes in showers; the read-out threshold is applied to them. */
  public void add(ShowerSample showers) {
    List<Feature> shapes = ShowerShapes.of(showers.withThreshold());
    double[] row = new double[first.length];
    for (int event = 0; event < showers.size(); event++) {
      for (int k = 0; k < row.length; k++) {
        double value = shapes.get(k).value(event);
        counts[k][SeparationPower.bin(value, binning.edges[k])]++;
        row[k] = (value - binning.origin[k]) / binning.scale[k];
        first[k] += row[k];
        for (int l = 0; l <= k; l++) {
          second[k][l] += row[k] * row[l];
        }
      }
    }
    events += showers.size();
  }

  /** Takes in what was summed elsewhere with the same binning. */
  public void add(ShapeSums other) {
    events += other.events;
    for (int k = 0; k < first.length; k++) {
      first[k] += other.first[k];
      for (int bin = 0; bin < counts[k].length; bin++) {
        counts[k][bin] += other.counts[k][bin];
      }
      for (int l = 0; l <= k; l++) {
        second[k][l] += other.second[k][l];
      }
    }
  }

  /** The showers taken in. */
  public long events() {
    return events;
  }

  double mean(int shape) {
    return binning.origin[shape] + binning.scale[shape] * first[shape] / events;
  }

  /** The part of the showers in each of a shape's bins. */
  double[] fractions(int shape) {
    double[] fractions = new double[counts[shape].length];
    for (int bin = 0; bin < fractions.length; bin++) {
      fractions[bin] = (double) counts[shape][bin] / events;
    }
    return fractions;
  }

  NormalMoments moments() {
    int shapes = first.length;
    double[] mean = new double[shapes];
    double[] products = new double[shapes * shapes];
    for (int k = 0; k < shapes; k++) {
      mean[k] = first[k] / events;
      for (int l = 0; l <= k; l++) {
        products[l * shapes + k] = second[k][l];
      }
    }
    return NormalMoments.ofSums(events, mean, products);
  }
}
