package org.showerforge.jobs.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.data.prepare.Progress;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.generate.ShowersCard;

/**
 * Samples of a folder that generate wrote and of one that prepare wrote: its test split is the
 * reference, its train split gives the floor.
 */
final class FolderSamples {
  private FolderSamples() {}

  static Samples read(JavaSparkContext sc, EvaluateConfig config, Progress progress)
      throws IOException {
    ShowersCard showers = EvaluateJob.showersCard(sc, config.showers());
    if (!showers.configuration().format().isParquet()) {
      throw new UserException(
          "%s holds HDF5; evaluate reads Parquet: prepare it, or generate with format=parquet",
          config.showers());
    }
    PreparedCard prepared = PreparedCard.read(sc.hadoopConfiguration(), config.reference());
    DetectorSpec detector = prepared.detector();
    detector.requireCalorimeter("evaluate");
    if (!showers.detector().layers().equals(detector.layers())) {
      throw new UserException(
          "%s is of detector %s, %s of %s; compare data of one detector",
          config.showers(), showers.detector().name(), config.reference(), detector.name());
    }
    Samples.Part reference = split(sc, config, prepared, Split.TEST);
    progress.events(1, EvaluateJob.STEPS);
    Samples.Part second = split(sc, config, prepared, Split.TRAIN);
    progress.events(2, EvaluateJob.STEPS);
    List<String> files = EventReader.files(sc.hadoopConfiguration(), config.showers());
    return new Samples(
        reference,
        second,
        part(sc, config, detector, files, showers.events()),
        Map.of("showers", Json.tree(showers), "prepared data", Json.tree(prepared)),
        showers.perMinute());
  }

  private static Samples.Part split(
      JavaSparkContext sc, EvaluateConfig config, PreparedCard prepared, Split split)
      throws IOException {
    List<String> files = EventReader.files(sc.hadoopConfiguration(), config.reference(), split);
    long total = prepared.counts().bySplit().getOrDefault(split.label(), 0L);
    return part(sc, config, prepared.detector(), files, total);
  }

  private static Samples.Part part(
      JavaSparkContext sc,
      EvaluateConfig config,
      DetectorSpec detector,
      List<String> files,
      long total) {
    return new Samples.Part(
        BoundedSample.of(sc, detector, files, total, config.maxEvents()),
        total,
        EventReader.read(sc, files, BoundedSample.READ_EVENTS));
  }
}
