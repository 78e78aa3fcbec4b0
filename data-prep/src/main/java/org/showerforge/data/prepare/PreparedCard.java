package org.showerforge.data.prepare;

import java.util.List;
import java.util.Map;
import org.showerforge.detector.DetectorSpec;

/**
 * The card of a prepared data set.
 *
 * @param kind always {@code prepared}
 * @param formatVersion version of the card and of the layout beside it
 * @param showerforge the version that wrote it
 * @param created when, an ISO instant
 * @param detector the detector, whole, over the range that events were checked against
 * @param configuration the configuration with every default resolved
 * @param sources the raw files, sorted by path
 * @param counts how many events went where
 * @param files the Parquet files
 */
public record PreparedCard(
    String kind,
    int formatVersion,
    String showerforge,
    String created,
    DetectorSpec detector,
    PrepareConfig configuration,
    List<Source> sources,
    Counts counts,
    List<DataFile> files) {

  /** The kind of every prepared data set's card. */
  public static final String KIND = "prepared";

  /** The version of the layout that this code writes. */
  public static final int FORMAT_VERSION = 1;

  /** Copies the lists. */
  public PreparedCard {
    sources = List.copyOf(sources);
    files = List.copyOf(files);
  }

  /**
   * A raw file and what became of its events.
   *
   * @param path where it was
   * @param sha256 its content's hash
   * @param events events in it
   * @param accepted events that went on
   * @param rejected events that broke a rule
   */
  public record Source(String path, String sha256, long events, long accepted, long rejected) {}

  /**
   * How many events went where; {@code in = out + rejected}.
   *
   * @param in events read
   * @param out events accepted
   * @param rejected events in the quarantine
   * @param empty accepted events without any energy in the detector
   * @param rejectedByRule rejected events by rule
   * @param bySplit accepted events by split
   */
  public record Counts(
      long in,
      long out,
      long rejected,
      long empty,
      Map<String, Long> rejectedByRule,
      Map<String, Long> bySplit) {

    /** Copies the maps. */
    public Counts {
      rejectedByRule = Map.copyOf(rejectedByRule);
      bySplit = Map.copyOf(bySplit);
    }
  }

  /**
   * A Parquet file.
   *
   * @param path its place in the data set
   * @param events events in it
   * @param sha256 its hash
   */
  public record DataFile(String path, long events, String sha256) {}
}
