package org.showerforge.data.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** Weighted moments and the histogram of one quantity. */
final class ScalarStatistics {
  private final double origin;
  private long count;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private final PreciseSum weights = new PreciseSum();
  private final PreciseSum squaredWeights = new PreciseSum();
  private final PreciseSum sum = new PreciseSum();
  private final PreciseSum squares = new PreciseSum();
  private final FloatHistogram histogram = new FloatHistogram();

  /**
   * Begins without values.
   *
   * @param origin what is taken from a value before it goes into the histogram
   */
  ScalarStatistics(double origin) {
    this.origin = origin;
  }

  /** Adds a finite value, in single precision as the events are. */
  void add(float value, double weight) {
    count++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    weights.add(weight);
    squaredWeights.addProduct(weight, weight);
    sum.addProduct(weight, value);
    squares.addSquare(weight, value);
    histogram.add((float) (value - origin), weight);
  }

  void add(ScalarStatistics other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    weights.add(other.weights);
    squaredWeights.add(other.squaredWeights);
    sum.add(other.sum);
    squares.add(other.squares);
    histogram.add(other.histogram, 1);
  }

  /** Takes values away that were added; the extremes stay. */
  void subtract(ScalarStatistics part) {
    if (part.count > count) {
      throw new IllegalArgumentException(part.count + " values are no part of " + count);
    }
    count -= part.count;
    weights.subtract(part.weights);
    squaredWeights.subtract(part.squaredWeights);
    sum.subtract(part.sum);
    squares.subtract(part.squares);
    histogram.add(part.histogram, -1);
  }

  long count() {
    return count;
  }

  double weights() {
    return weights.value();
  }

  /** (sum w)^2/sum w^2. */
  double effective() {
    double w2 = squaredWeights.value();
    return w2 > 0 ? weights.value() * weights.value() / w2 : 0;
  }

  double squaredWeights() {
    return squaredWeights.value();
  }

  double mean() {
    double w = weights.value();
    return w == 0 ? 0 : sum.value() / w;
  }

  /** sqrt((sum w x^2/sum w - mean^2) n/(n - 1)) with the effective number n. */
  double sd() {
    double n = effective();
    BigDecimal w = weights.exact();
    if (!(n > 1) || w.signum() == 0) {
      return 0;
    }
    BigDecimal s = sum.exact();
    double numerator = squares.exact().multiply(w).subtract(s.multiply(s)).doubleValue();
    double variance = numerator / weights.value() / weights.value();
    return variance > 0 ? Math.sqrt(variance * n / (n - 1)) : 0;
  }

  double min() {
    return count == 0 ? 0 : min;
  }

  double max() {
    return count == 0 ? 0 : max;
  }

  FloatHistogram.Bins bins() {
    return histogram.bins();
  }

  /**
   * Quantiles, each inside the bin that the cumulative weight first reaches it in and linear there,
   * so right within a bin's width, 1.6 % of the value's distance from the origin.
   */
  List<Double> quantiles(List<Double> fractions) {
    FloatHistogram.Bins bins = bins();
    double total = bins.total();
    return fractions.stream().map(fraction -> quantile(bins, fraction * total)).toList();
  }

  private double quantile(FloatHistogram.Bins bins, double wanted) {
    double below = 0;
    for (int i = 0; i < bins.ordinals().length; i++) {
      double weight = bins.weights()[i];
      if (weight > 0 && below + weight >= wanted) {
        double low = Math.max(origin + FloatHistogram.lower(bins.ordinals()[i]), min());
        double high = Math.min(origin + FloatHistogram.upper(bins.ordinals()[i]), max());
        return low + (high - low) * Math.max(0, (wanted - below) / weight);
      }
      below += weight;
    }
    return max();
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(count);
    out.writeFloat(min);
    out.writeFloat(max);
    weights.write(out);
    squaredWeights.write(out);
    sum.write(out);
    squares.write(out);
    histogram.write(out);
  }

  void read(DataInput in, String where) throws IOException {
    count = in.readLong();
    min = in.readFloat();
    max = in.readFloat();
    weights.read(in);
    squaredWeights.read(in);
    sum.read(in);
    squares.read(in);
    histogram.read(in, where);
  }
}
