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
  private static final int FIRST_BIN = (127 - 14) << 1;
  private static final int BINS = 62;

  /** What lies side by side in {@link #moments}: one cell is one line of the processor's cache. */
  private static final int SUM = 0;

  private static final int SQUARES = 1;
  private static final int HITS = 2;
  private static final int ENTRIES = 3;
  private static final int STRIDE = 4;

  private final int cells;
  private final float threshold;
  private final double[] moments;
  private final float[] min;
  private final float[] max;
  private final double[] histograms;
  private final int[] filled;

  CellStatistics(int cells, float threshold) {
    this.cells = cells;
    this.threshold = threshold;
    this.moments = new double[cells * STRIDE];
    this.min = new float[cells];
    this.max = new float[cells];
    this.histograms = new double[cells <= MAX_CELLS_WITH_HISTOGRAM ? cells * BINS : 0];
    this.filled = new int[cells];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
  }

  void add(float[] response, int offset, double weight) {
    // In two steps, since a branch on whether a cell is empty is guessed wrong too often.
    int count = 0;
    for (int cell = 0; cell < cells; cell++) {
      filled[count] = cell;
      // 1 unless all bits but the sign are 0.
      int magnitude = Float.floatToRawIntBits(response[offset + cell]) << 1;
      count += (magnitude | -magnitude) >>> 31;
    }
    for (int i = 0; i < count; i++) {
      addCell(filled[i], response[offset + filled[i]], weight);
    }
  }

  private void addCell(int cell, float x, double weight) {
    double weighted = weight * x;
    int at = cell * STRIDE;
    moments[at + SUM] += weighted;
    moments[at + SQUARES] += weighted * x;
    moments[at + HITS] += x > threshold ? weight : 0;
    moments[at + ENTRIES]++;
    if (x < min[cell]) {
      min[cell] = x;
    }
    if (x > max[cell]) {
      max[cell] = x;
    }
    // The bits of a negative float are a negative int, below the first bin.
    int bin = (Float.floatToRawIntBits(x) >> SHIFT) - FIRST_BIN;
    if (bin >= 0 && histograms.length > 0) {
      histograms[cell * BINS + Math.min(bin, BINS - 1)] += weight;
    }
  }

  void add(CellStatistics other) {
    for (int i = 0; i < moments.length; i++) {
      moments[i] += other.moments[i];
    }
    for (int cell = 0; cell < cells; cell++) {
      min[cell] = Math.min(min[cell], other.min[cell]);
      max[cell] = Math.max(max[cell], other.max[cell]);
    }
    for (int i = 0; i < histograms.length; i++) {
      histograms[i] += other.histograms[i];
    }
  }

  /** Takes events away that were added; the extremes stay. */
  void subtract(CellStatistics part) {
    for (int i = 0; i < moments.length; i++) {
      moments[i] -= part.moments[i];
    }
    for (int i = 0; i < histograms.length; i++) {
      histograms[i] -= part.histograms[i];
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
    return (long) moments[cell * STRIDE + ENTRIES];
  }

  double mean(int cell, double weights) {
    return weights == 0 ? 0 : moments[cell * STRIDE + SUM] / weights;
  }

  double sd(int cell, double weights, double effective) {
    if (weights == 0 || !(effective > 1)) {
      return 0;
    }
    double mean = moments[cell * STRIDE + SUM] / weights;
    double variance = moments[cell * STRIDE + SQUARES] / weights - mean * mean;
    return variance > 0 ? Math.sqrt(variance * effective / (effective - 1)) : 0;
  }

  double occupancy(int cell, double weights) {
    return weights == 0 ? 0 : moments[cell * STRIDE + HITS] / weights;
  }

  double min(int cell, long events) {
    return entries(cell) < events ? Math.min(min[cell], 0) : finite(min[cell]);
  }

  double max(int cell, long events) {
    return entries(cell) < events ? Math.max(max[cell], 0) : finite(max[cell]);
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
      return Math.max(0, low);
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
      out.writeLong(entries(cell));
      if (entries(cell) == 0) {
        continue;
      }
      out.writeDouble(moments[cell * STRIDE + SUM]);
      out.writeDouble(moments[cell * STRIDE + SQUARES]);
      out.writeDouble(moments[cell * STRIDE + HITS]);
      out.writeFloat(min[cell]);
      out.writeFloat(max[cell]);
      if (hasHistograms()) {
        writeHistogram(out, cell * BINS);
      }
    }
  }

  private void writeHistogram(DataOutput out, int from) throws IOException {
    long present = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (histograms[from + bin] != 0) {
        present |= 1L << bin;
      }
    }
    out.writeLong(present);
    for (int bin = 0; bin < BINS; bin++) {
      if ((present >> bin & 1) != 0) {
        out.writeDouble(histograms[from + bin]);
      }
    }
  }

  void read(DataInput in) throws IOException {
    for (int cell = 0; cell < cells; cell++) {
      long entries = in.readLong();
      if (entries == 0) {
        continue;
      }
      moments[cell * STRIDE + ENTRIES] = (double) entries;
      moments[cell * STRIDE + SUM] = in.readDouble();
      moments[cell * STRIDE + SQUARES] = in.readDouble();
      moments[cell * STRIDE + HITS] = in.readDouble();
      min[cell] = in.readFloat();
      max[cell] = in.readFloat();
      if (hasHistograms()) {
        long present = in.readLong();
        for (int bin = 0; bin < BINS; bin++) {
          if ((present >> bin & 1) != 0) {
            histograms[cell * BINS + bin] = in.readDouble();
          }
        }
      }
    }
  }
}
