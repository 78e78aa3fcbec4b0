package org.showerforge.data.statistics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Weighted moments, occupancy and a coarse histogram of every cell of a calorimeter. Cells without
 * energy cost nothing: only the others are touched.
 *
 * <p>The histogram has two bins per octave (1 to 1.5, 1.5 to 2, ...) from 2^-14 MeV, 61 eV, to 2^17
 * MeV, 131 GeV; all that is greater counts in the last bin, all that is less, zeros among them, in
 * none. It takes 20 MB for 40,500 cells; of more than {@link #MAX_CELLS_WITH_HISTOGRAM} cells there
 * is none.
 */
final class CellStatistics {
  static final int MAX_CELLS_WITH_HISTOGRAM = 100_000;

  private static final int SHIFT = 22;
  private static final int OCTAVE_BELOW_ONE = 14;
  private static final int FIRST_BIN = (127 - OCTAVE_BELOW_ONE) << 1;
  private static final int BINS = 62;
  private static final double LEAST = 1.0 / (1 << OCTAVE_BELOW_ONE);

  private final int cells;
  private final float threshold;
  private final double[] sums;
  private final double[] squares;
  private final double[] hits;
  private final long[] entries;
  private final float[] min;
  private final float[] max;
  private final double[] histograms;

  CellStatistics(int cells, float threshold) {
    this.cells = cells;
    this.threshold = threshold;
    this.sums = new double[cells];
    this.squares = new double[cells];
    this.hits = new double[cells];
    this.entries = new long[cells];
    this.min = new float[cells];
    this.max = new float[cells];
    this.histograms = new double[cells <= MAX_CELLS_WITH_HISTOGRAM ? cells * BINS : 0];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
  }

  void add(float[] response, int offset, double weight) {
    for (int cell = 0; cell < cells; cell++) {
      float x = response[offset + cell];
      if (x != 0) {
        addCell(cell, x, weight);
      }
    }
  }

  private void addCell(int cell, float x, double weight) {
    double weighted = weight * x;
    sums[cell] += weighted;
    squares[cell] += weighted * x;
    entries[cell]++;
    min[cell] = Math.min(min[cell], x);
    max[cell] = Math.max(max[cell], x);
    if (x > threshold) {
      hits[cell] += weight;
    }
    // The bits of a negative float are a negative int, below the first bin.
    int bin = (Float.floatToRawIntBits(x) >> SHIFT) - FIRST_BIN;
    if (bin >= 0 && histograms.length > 0) {
      histograms[cell * BINS + Math.min(bin, BINS - 1)] += weight;
    }
  }

  void add(CellStatistics other) {
    for (int cell = 0; cell < cells; cell++) {
      sums[cell] += other.sums[cell];
      squares[cell] += other.squares[cell];
      hits[cell] += other.hits[cell];
      entries[cell] += other.entries[cell];
      min[cell] = Math.min(min[cell], other.min[cell]);
      max[cell] = Math.max(max[cell], other.max[cell]);
    }
    for (int i = 0; i < histograms.length; i++) {
      histograms[i] += other.histograms[i];
    }
  }

  int cells() {
    return cells;
  }

  boolean hasHistograms() {
    return histograms.length > 0;
  }

  /** How many events had energy in the cell. */
  long entries(int cell) {
    return entries[cell];
  }

  double mean(int cell, double weights) {
    return weights == 0 ? 0 : sums[cell] / weights;
  }

  double sd(int cell, double weights, double effective) {
    if (weights == 0 || !(effective > 1)) {
      return 0;
    }
    double mean = sums[cell] / weights;
    double variance = squares[cell] / weights - mean * mean;
    return variance > 0 ? Math.sqrt(variance * effective / (effective - 1)) : 0;
  }

  double occupancy(int cell, double weights) {
    return weights == 0 ? 0 : hits[cell] / weights;
  }

  double min(int cell, long events) {
    return entries[cell] < events ? Math.min(min[cell], 0) : finite(min[cell]);
  }

  double max(int cell, long events) {
    return entries[cell] < events ? Math.max(max[cell], 0) : finite(max[cell]);
  }

  private static double finite(float extreme) {
    return Float.isInfinite(extreme) ? 0 : extreme;
  }

  /** A quantile, right within its bin, a third to a half of the value; 0 below 2^-14 MeV. */
  double quantile(int cell, double fraction, double weights, long events) {
    double low = min(cell, events);
    double high = max(cell, events);
    double below = weights;
    for (int bin = 0; bin < BINS; bin++) {
      below -= histograms[cell * BINS + bin];
    }
    double wanted = fraction * weights;
    if (below >= wanted) {
      return Math.max(0, low) < LEAST ? Math.max(0, low) : low;
    }
    for (int bin = 0; bin < BINS; bin++) {
      double weight = histograms[cell * BINS + bin];
      if (weight > 0 && below + weight >= wanted) {
        double from = Math.max(edge(bin), low);
        double to = Math.min(edge(bin + 1), high);
        return from + Math.max(0, to - from) * Math.max(0, (wanted - below) / weight);
      }
      below += weight;
    }
    return high;
  }

  private static double edge(int bin) {
    return Float.intBitsToFloat((FIRST_BIN + bin) << SHIFT);
  }

  void write(DataOutput out) throws IOException {
    for (int cell = 0; cell < cells; cell++) {
      out.writeLong(entries[cell]);
      if (entries[cell] == 0) {
        continue;
      }
      out.writeDouble(sums[cell]);
      out.writeDouble(squares[cell]);
      out.writeDouble(hits[cell]);
      out.writeFloat(min[cell]);
      out.writeFloat(max[cell]);
      if (hasHistograms()) {
        writeHistogram(out, cell * BINS);
      }
    }
  }

  private void writeHistogram(DataOutput out, int from) throws IOException {
    long filled = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (histograms[from + bin] != 0) {
        filled |= 1L << bin;
      }
    }
    out.writeLong(filled);
    for (int bin = 0; bin < BINS; bin++) {
      if ((filled >> bin & 1) != 0) {
        out.writeDouble(histograms[from + bin]);
      }
    }
  }

  void read(DataInput in) throws IOException {
    for (int cell = 0; cell < cells; cell++) {
      entries[cell] = in.readLong();
      if (entries[cell] == 0) {
        continue;
      }
      sums[cell] = in.readDouble();
      squares[cell] = in.readDouble();
      hits[cell] = in.readDouble();
      min[cell] = in.readFloat();
      max[cell] = in.readFloat();
      if (hasHistograms()) {
        long filled = in.readLong();
        for (int bin = 0; bin < BINS; bin++) {
          if ((filled >> bin & 1) != 0) {
            histograms[cell * BINS + bin] = in.readDouble();
          }
        }
      }
    }
  }
}
