package org.showerforge.jobs.generate;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.raw.ColumnRequest;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.RawSource;
import org.showerforge.data.raw.Slab;
import org.showerforge.data.raw.SourceIndex;
import org.showerforge.detector.DetectorSpec;

/**
 * A table of incoming particles, CSV or Parquet: its row i, from 0, is event i.
 *
 * @param file where it is
 * @param format its format
 * @param request the columns that are used
 * @param index what a first look found
 */
record ParticleTable(String file, RawFormat format, ColumnRequest request, SourceIndex index)
    implements Serializable {

  /** Looks at a table. */
  static ParticleTable scan(
      Configuration conf, String file, List<String> columns, DetectorSpec detector)
      throws IOException {
    RawFormat format =
        List.of(RawFormat.CSV, RawFormat.PARQUET).stream()
            .filter(known -> known.owns(file))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "table %s: must be a file named .csv, .tsv, .csv.gz or .parquet", file));
    Path path = new Path(file);
    if (!path.getFileSystem(conf).exists(path)) {
      throw new UserException("table %s: no such file; check the path and the file system", file);
    }
    String delimiter = file.contains(".tsv") ? "\t" : ",";
    ColumnRequest request = new ColumnRequest(columns, "", delimiter, detector);
    SourceIndex index = format.scan(conf, path, request);
    if (index.events() == 0) {
      throw new UserException("table %s: has no rows", file);
    }
    ParticleTable table = new ParticleTable(file, format, request, index);
    try (Reader reader = table.open(conf, 1)) {
      reader.checkNumbers();
    }
    return table;
  }

  /** The rows. */
  long events() {
    return index.events();
  }

  /** Opens the table to read at most so many rows at once. */
  Reader open(Configuration conf, int maxRows) throws IOException {
    return new Reader(format.open(conf, new Path(file), request, index), maxRows);
  }

  /** An open table. */
  final class Reader implements AutoCloseable {
    private final RawSource source;
    private final Slab slab;

    private Reader(RawSource source, int maxRows) {
      this.source = source;
      int[] widths = new int[request.columns().size()];
      Arrays.fill(widths, 1);
      this.slab = new Slab(maxRows, widths);
    }

    private void checkNumbers() {
      for (int k = 0; k < request.columns().size(); k++) {
        if (source.shape(k).length > 0) {
          throw new UserException(
              "table %s: column '%s' has lists, not numbers", file, request.columns().get(k));
        }
      }
    }

    /** Reads the rows [from, to); what cannot be read is refused with its row. */
    void read(long from, long to) throws IOException {
      source.read(from, to, slab);
      for (int i = 0; i < slab.events(); i++) {
        String fault = slab.anyFault(i);
        if (fault != null) {
          throw new UserException("table %s, row %d: %s", file, from + i, fault);
        }
      }
    }

    /** A column's numbers of the rows that were read last; there may be more behind them. */
    double[] column(String name) {
      return slab.column(request.columns().indexOf(name));
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
