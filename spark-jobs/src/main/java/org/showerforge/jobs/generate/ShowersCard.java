package org.showerforge.jobs.generate;

import java.util.List;
import org.showerforge.detector.DetectorSpec;

/**
 * The card of generated showers.
 *
 * @param kind always {@link #KIND}
 * @param formatVersion version of this layout
 * @param showerforge version that wrote it
 * @param created when, ISO 8601
 * @param detector the detector, with the generator's trained range
 * @param configuration the resolved configuration
 * @param generatorWeightsSha256 which generator, or the one of each route
 * @param events showers in all
 * @param contentSha256 of all showers in the order of their indices, whatever files they lie in
 * @param earlierEvents showers of these that an interrupted run had written
 * @param seconds the wall time of the run that wrote the others
 * @param files the Parquet files
 */
public record ShowersCard(
    String kind,
    int formatVersion,
    String showerforge,
    String created,
    DetectorSpec detector,
    GenerateConfig configuration,
    List<String> generatorWeightsSha256,
    long events,
    String contentSha256,
    long earlierEvents,
    double seconds,
    List<DataFile> files) {
  /** What {@link #kind} says. */
  public static final String KIND = "showers";

  /** The layout that this version reads and writes. */
  public static final int FORMAT_VERSION = 2;

  /** Copies the lists. */
  public ShowersCard {
    generatorWeightsSha256 = List.copyOf(generatorWeightsSha256);
    files = List.copyOf(files);
  }

  /** Showers per minute of the run that completed the data set. */
  public double perMinute() {
    return 60 * (events - earlierEvents) / seconds;
  }

  /**
   * One file.
   *
   * @param path its place in the data set
   * @param firstEvent index of its first shower
   * @param events its showers
   * @param sha256 of the file
   */
  public record DataFile(String path, long firstEvent, long events, String sha256) {}
}
