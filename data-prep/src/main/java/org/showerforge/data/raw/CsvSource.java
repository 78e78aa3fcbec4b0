package org.showerforge.data.raw;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.csv.CsvFile;

/**
 * CSV: a column is a field of every line; the first line names them. A line that does not have one
 * number in each field that is asked for is a faulty event.
 */
final class CsvSource implements RawSource {
  /** Events between two places from which reading can begin. */
  static final int STRIDE = 10_000;

  private final Path path;
  private final CsvFile file;
  private final SourceIndex index;
  private final double[] numbers;
  private long position;

  private CsvSource(Path path, CsvFile file, SourceIndex index, int columns) {
    this.path = path;
    this.file = file;
    this.index = index;
    this.numbers = new double[columns];
  }

  static SourceIndex scan(Configuration conf, Path path, ColumnRequest request) throws IOException {
    try (CsvFile file = CsvFile.open(conf, path, request.columns(), request.delimiter())) {
      List<Long> offsets = new ArrayList<>();
      long events = 0;
      for (; file.next(); events++) {
        if (file.isDivisible() && events % STRIDE == 0) {
          offsets.add(file.offset());
        }
      }
      return new SourceIndex(events, file.isDivisible(), STRIDE, offsets);
    }
  }

  static RawSource open(Configuration conf, Path path, ColumnRequest request, SourceIndex index)
      throws IOException {
    CsvFile file = CsvFile.open(conf, path, request.columns(), request.delimiter());
    return new CsvSource(path, file, index, request.columns().size());
  }

  @Override
  public long events() {
    return index.events();
  }

  @Override
  public int[] shape(int column) {
    return new int[0];
  }

  @Override
  public void read(long from, long to, Slab slab) throws IOException {
    slab.begin(to - from);
    goTo(from);
    for (int i = 0; i < slab.events(); i++) {
      next();
      String fault = file.read(numbers);
      if (fault != null) {
        slab.fault(i, fault);
        continue;
      }
      for (int k = 0; k < numbers.length; k++) {
        slab.column(k)[i] = numbers[k];
      }
    }
  }

  private void goTo(long event) throws IOException {
    int place = index.offsets().isEmpty() ? -1 : (int) (event / index.stride());
    if (place >= 0 && place < index.offsets().size()) {
      long known = (long) place * index.stride();
      if (event < position || known > position) {
        file.seek(index.offsets().get(place));
        position = known;
      }
    } else if (event < position) {
      file.rewind();
      position = 0;
    }
    while (position < event) {
      next();
    }
  }

  private void next() throws IOException {
    if (!file.next()) {
      throw new UserException(
          "%s: ends after %d events; there were %d at first sight: it has changed meanwhile",
          path, position, index.events());
    }
    position++;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
