package org.showerforge.data.raw;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.data.hdf5.Hdf5Dataset;
import org.showerforge.data.hdf5.Hdf5File;

/**
 * HDF5: a column is a dataset of the root group, of 32- or 64-bit floating-point numbers, whose
 * first axis counts events.
 */
final class Hdf5Source implements RawSource {
  private final Hdf5File file;
  private final List<Hdf5Dataset> columns = new ArrayList<>();
  private final long events;

  private Hdf5Source(Path path, Hdf5File file, List<String> names) {
    this.file = file;
    for (String name : names) {
      columns.add(file.dataset(name));
    }
    this.events = columns.get(0).shape()[0];
    for (int k = 1; k < names.size(); k++) {
      long others = columns.get(k).shape()[0];
      if (others != events) {
        throw new UserException(
            "%s: dataset '%s' has %d events, dataset '%s' has %d",
            path, names.get(k), others, names.get(0), events);
      }
    }
  }

  static RawSource open(Configuration conf, Path path, List<String> names) throws IOException {
    Hdf5File file = Hdf5File.open(conf, path);
    try {
      return new Hdf5Source(path, file, names);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public int[] shape(int column) {
    long[] shape = columns.get(column).shape();
    return Arrays.stream(shape, 1, shape.length).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public void read(long from, long to, Slab slab) {
    slab.begin(to - from);
    for (int k = 0; k < columns.size(); k++) {
      columns.get(k).read(from, to, slab.column(k));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
