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
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;

/**
 * HDF5 in CaloGAN's layout (arXiv 1705.02355): one dataset {@code (N, 1)} per condition, such as
 * {@code energy} in GeV, and one {@code (N, nx, ny)} per layer, such as {@code layer_0} in MeV,
 * each named as the detector names it; 32- or 64-bit floating point. Other datasets, such as {@code
 * overflow}, are left alone.
 */
final class CaloganHdf5 implements RawSource {
  private final Hdf5File file;
  private final long events;
  private final List<Hdf5Dataset> conditions = new ArrayList<>();
  private final List<Hdf5Dataset> layers = new ArrayList<>();
  private final DetectorSpec detector;

  private CaloganHdf5(Path path, Hdf5File file, DetectorSpec detector) {
    detector.requireCalorimeter("format calogan-hdf5");
    this.file = file;
    this.detector = detector;
    this.events = file.dataset(detector.conditions().get(0).name()).shape()[0];
    for (Condition condition : detector.conditions()) {
      conditions.add(checked(path, condition.name(), 1));
    }
    for (Layer layer : detector.layers()) {
      layers.add(checked(path, layer.name(), layer.rows(), layer.columns()));
    }
  }

  static RawSource open(Configuration conf, Path path, DetectorSpec detector) throws IOException {
    Hdf5File file = Hdf5File.open(conf, path);
    try {
      return new CaloganHdf5(path, file, detector);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Hdf5Dataset checked(Path path, String name, long... perEvent) {
    Hdf5Dataset dataset = file.dataset(name);
    long[] shape = dataset.shape();
    if (!Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length), perEvent)) {
      throw new UserException(
          "%s: dataset '%s' has the shape %s; detector %s needs (events, %s)",
          path,
          name,
          Arrays.toString(shape),
          detector.name(),
          String.join(", ", Arrays.stream(perEvent).mapToObj(Long::toString).toList()));
    }
    if (shape[0] != events) {
      throw new UserException(
          "%s: dataset '%s' has %d events, dataset '%s' has %d",
          path, name, shape[0], detector.conditions().get(0).name(), events);
    }
    return dataset;
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public void read(long from, long to, float[] conditionValues, float[] responseValues) {
    for (int i = 0; i < conditions.size(); i++) {
      conditions.get(i).read(from, to, conditionValues, i, conditions.size());
    }
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).read(from, to, responseValues, detector.offset(i), detector.responseWidth());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
