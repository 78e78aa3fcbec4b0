package org.showerforge.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.data.event.EventBatch;
import org.showerforge.data.mapping.EventMapping;
import org.showerforge.data.mapping.MappedEvents;
import org.showerforge.data.mapping.MappedSource;
import org.showerforge.data.mapping.Mapping;
import org.showerforge.data.prepare.Progress;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.SourceIndex;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.metrics.ShowerSample;

/**
 * Samples of two HDF5 files in CaloChallenge's layout, as the challenge's own script is given them.
 * The reference is divided into two by its events' places: one part is compared, the other gives
 * the floor.
 */
final class ChallengeSamples {
  /** Events that a task reads. */
  private static final int RANGE = 5000;

  private final JavaSparkContext sc;
  private final DetectorSpec detector;
  private final int most;

  private ChallengeSamples(JavaSparkContext sc, EvaluateConfig config) {
    this.sc = sc;
    this.detector = DetectorSpec.load(config.detector());
    this.most = config.maxEvents();
    detector.requireCalorimeter("evaluate");
  }

  static Samples read(JavaSparkContext sc, EvaluateConfig config, Progress progress)
      throws IOException {
    ChallengeSamples samples = new ChallengeSamples(sc, config);
    File geant4 = samples.file(config.reference());
    double part = Math.min(0.5, (double) config.maxEvents() / geant4.events);
    EventBatch reference = samples.sample(geant4, 0, part);
    progress.events(1, EvaluateJob.STEPS);
    EventBatch second = samples.sample(geant4, 0.5, 0.5 + part);
    progress.events(2, EvaluateJob.STEPS);
    File made = samples.file(config.showers());
    EventBatch generated =
        samples.sample(made, 0, Math.min(1, (double) config.maxEvents() / made.events));
    DetectorSpec ranged = samples.ranged(List.of(reference, second, generated));
    long half = geant4.events / 2;
    return new Samples(
        part(ranged, reference, half, samples.read(geant4, 0, 0.5)),
        part(ranged, second, geant4.events - half, samples.read(geant4, 0.5, 1)),
        part(ranged, generated, made.events, samples.read(made, 0, 1)),
        Map.of(),
        null);
  }

  private static Samples.Part part(
      DetectorSpec detector, EventBatch some, long events, JavaRDD<EventBatch> all) {
    ShowerSample sample =
        new ShowerSample(detector, some.size(), some.conditions(), some.response());
    return new Samples.Part(sample, events, all);
  }

  /** A file and its events. */
  private record File(String path, long events) {}

  /** The detector over the energies that there are: a binning file names none. */
  private DetectorSpec ranged(List<EventBatch> parts) {
    int given = detector.conditions().size();
    double[] energies =
        parts.stream()
            .flatMapToDouble(
                part ->
                    IntStream.range(0, part.size()).mapToDouble(n -> part.conditions()[n * given]))
            .toArray();
    double least = DoubleStream.of(energies).min().orElseThrow();
    double greatest = DoubleStream.of(energies).max().orElseThrow();
    return least > 0 && least < greatest ? detector.withEnergyRange(least, greatest) : detector;
  }

  private File file(String path) throws IOException {
    SourceIndex index = mapping(detector).scan(sc.hadoopConfiguration(), new Path(path));
    if (index.events() < 1) {
      throw new UserException("%s: holds no events", path);
    }
    return new File(path, index.events());
  }

  private static EventMapping mapping(DetectorSpec detector) {
    return new EventMapping(RawFormat.CALOCHALLENGE_HDF5, Mapping.BY_NAME, List.of(), detector);
  }

  /** At most so many of the events whose mixed places lie in a part of 0..1. */
  private EventBatch sample(File file, double low, double high) {
    List<EventBatch> parts = read(file, low, high).collect();
    if (parts.isEmpty()) {
      throw new UserException("%s: %d events are too few to divide", file.path, file.events);
    }
    EventBatch sorted = EventBatch.concatenate(parts).sortedBy(Philox::mix);
    return sorted.size() <= most
        ? sorted
        : sorted.select(IntStream.range(0, most).boxed().toList());
  }

  /** The events whose mixed places lie in a part of 0..1. */
  private JavaRDD<EventBatch> read(File file, double low, double high) {
    List<Range> ranges = new ArrayList<>();
    for (long from = 0; from < file.events; from += RANGE) {
      long to = Math.min(file.events, from + RANGE);
      ranges.add(new Range(file.path, detector, file.events, from, to, low, high));
    }
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    return sc.parallelize(ranges, ranges.size())
        .flatMap(range -> range.read(conf.value()).iterator());
  }

  /** Successive events of a file, and which of them are wanted. */
  private record Range(
      String path, DetectorSpec detector, long events, long from, long to, double low, double high)
      implements Serializable {

    /** One batch, or none if no event is wanted. */
    List<EventBatch> read(Configuration conf) throws IOException {
      List<EventBatch> parts = new ArrayList<>();
      try (MappedSource source =
          mapping(detector).open(conf, new Path(path), SourceIndex.of(events), to - from)) {
        for (long start = from; start < to; start += source.slabEvents()) {
          MappedEvents slab = source.read(start, Math.min(to, start + source.slabEvents()));
          parts.addAll(wanted(slab, start));
        }
      }
      return parts.isEmpty() ? List.of() : List.of(EventBatch.concatenate(parts));
    }

    private void requireFinite(float[] response, int row, long event) {
      int cells = detector.cells();
      for (int cell = 0; cell < cells; cell++) {
        float energy = response[row * cells + cell];
        if (!Float.isFinite(energy)) {
          throw new UserException(
              "%s, event %d: %s is %s; it must be finite",
              path, event, detector.responseName(cell), energy);
        }
      }
    }

    private List<EventBatch> wanted(MappedEvents slab, long start) {
      List<Integer> rows = new ArrayList<>();
      long[] ids = new long[slab.size()];
      for (int i = 0; i < slab.size(); i++) {
        String fault = slab.fault(i);
        if (fault != null) {
          throw new UserException("%s, event %d: %s", path, start + i, fault);
        }
        requireFinite(slab.response(), i, start + i);
        ids[i] = start + i;
        double unit = (Philox.mix(ids[i]) >>> 11) * 0x1p-53;
        if (unit >= low && unit < high) {
          rows.add(i);
        }
      }
      if (rows.isEmpty()) {
        return List.of();
      }
      float[] weights = new float[slab.size()];
      Arrays.fill(weights, 1);
      int given = detector.conditions().size();
      return List.of(
          new EventBatch(
                  ids,
                  Arrays.copyOf(slab.conditions(), slab.size() * given),
                  Arrays.copyOf(slab.response(), slab.size() * detector.cells()),
                  weights)
              .select(rows));
    }
  }
}
