package org.showerforge.data.raw;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.showerforge.detector.DetectorSpec;

/** Reads raw files of events as the prepare job does: a scan, then slabs. */
final class TableReader {
  private static final Configuration CONF = new Configuration();
  private static final DetectorSpec DETECTOR = DetectorSpec.load("calogan");

  private final RawFormat format;
  private final org.apache.hadoop.fs.Path path;
  private final ColumnRequest request;
  private final int[] widths;
  private final SourceIndex index;

  TableReader(RawFormat format, Path file, List<String> columns, String delimiter, int... widths)
      throws IOException {
    this.format = format;
    this.path = new org.apache.hadoop.fs.Path(file.toUri());
    this.request = new ColumnRequest(columns, "", delimiter, DETECTOR);
    this.widths = widths.clone();
    this.index = format.scan(CONF, path, request);
  }

  static TableReader csv(Path file, String... columns) throws IOException {
    int[] widths = new int[columns.length];
    Arrays.fill(widths, 1);
    return new TableReader(RawFormat.CSV, file, List.of(columns), ",", widths);
  }

  static TableReader parquet(Path file, List<String> columns, int... widths) throws IOException {
    return new TableReader(RawFormat.PARQUET, file, columns, ",", widths);
  }

  /** Numbers per column, event after event, and faults per event. */
  record Table(double[][] columns, @Nullable String[] faults) {
    /** The events without a fault. */
    int sound() {
      return (int) Arrays.stream(faults).filter(fault -> fault == null).count();
    }
  }

  SourceIndex index() {
    return index;
  }

  RawSource open() throws IOException {
    return format.open(CONF, path, request, index);
  }

  /** Reads all in slabs of so many events. */
  Table all(int slabEvents) throws IOException {
    return read(0, index.events(), slabEvents);
  }

  Table read(long from, long to, int slabEvents) throws IOException {
    try (RawSource source = open()) {
      return read(source, from, to, slabEvents);
    }
  }

  Table read(RawSource source, long from, long to, int slabEvents) throws IOException {
    int events = (int) (to - from);
    double[][] columns = new double[widths.length][];
    for (int k = 0; k < widths.length; k++) {
      columns[k] = new double[events * widths[k]];
    }
    @Nullable String[] faults = new @Nullable String[events];
    Slab slab = new Slab(slabEvents, widths);
    for (long at = from; at < to; at += slab.events()) {
      source.read(at, Math.min(to, at + slabEvents), slab);
      int done = (int) (at - from);
      for (int i = 0; i < slab.events(); i++) {
        faults[done + i] = slab.anyFault(i);
        for (int k = 0; k < widths.length && slab.anyFault(i) == null; k++) {
          int width = widths[k];
          System.arraycopy(slab.column(k), i * width, columns[k], (done + i) * width, width);
        }
      }
    }
    return new Table(columns, faults);
  }
}
