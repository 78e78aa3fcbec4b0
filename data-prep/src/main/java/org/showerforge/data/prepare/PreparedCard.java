package org.showerforge.data.prepare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.data.output.OutputCard;
import org.showerforge.detector.DetectorSpec;

/**
 * The card of a prepared data set.
 *
 * @param kind always {@code prepared}
 * @param formatVersion version of the card and of the layout beside it
 * @param showerforge the version that wrote it last
 * @param created when it was made, an ISO instant
 * @param updated when events were added last; equal to {@code created} if none were
 * @param detector the detector, whole, over the range that events were checked against
 * @param configuration the configuration of the last run that added events, with every default
 *     resolved
 * @param sources the raw files, in the order in which they were read
 * @param counts how many events went where
 * @param cutFlow how many events were left after each cut, in order
 * @param files the Parquet files
 * @param quarantine the files of rejected events
 * @param fingerprints the files of fingerprints, by which duplicates are found
 * @param parts tasks that have written files; the next one's number
 */
public record PreparedCard(
    String kind,
    int formatVersion,
    String showerforge,
    String created,
    String updated,
    DetectorSpec detector,
    PrepareConfig configuration,
    List<Source> sources,
    Counts counts,
    List<CutStep> cutFlow,
    List<DataFile> files,
    List<String> quarantine,
    List<String> fingerprints,
    int parts) {

  /** The kind of every prepared data set's card. */
  public static final String KIND = "prepared";

  /** The version of the layout that this code writes. */
  public static final int FORMAT_VERSION = 2;

  /** Copies the lists. */
  public PreparedCard {
    sources = List.copyOf(sources);
    cutFlow = List.copyOf(cutFlow);
    files = List.copyOf(files);
    quarantine = List.copyOf(quarantine);
    fingerprints = List.copyOf(fingerprints);
  }

  /**
   * Reads a data set's card.
   *
   * @param conf the Hadoop configuration, which names the file system
   * @param dataset the data set's folder
   */
  public static PreparedCard read(Configuration conf, String dataset) throws IOException {
    return OutputCard.read(conf, dataset, PreparedCard.class, KIND, FORMAT_VERSION);
  }

  /** A hash of what the data set holds: the detector and the events, not when or whence. */
  public String contentSha256() {
    return Hashes.sha256(Json.write(Map.of("detector", detector, "files", files)));
  }

  /**
   * A raw file and what became of its events; {@code events = accepted + cut + rejected}.
   *
   * @param path where it was
   * @param bytes its length
   * @param modified when it had last been changed, ms since 1970
   * @param sha256 its content's hash; of a file above 1 GiB, the SHA-256 of the hexadecimal
   *     SHA-256s of its pieces of 1 GiB
   * @param events events in it
   * @param accepted events that went on
   * @param cut events that a cut stopped
   * @param rejected events that broke a rule
   * @param rejectedByRule those by rule
   */
  public record Source(
      String path,
      long bytes,
      long modified,
      String sha256,
      long events,
      long accepted,
      long cut,
      long rejected,
      Map<String, Long> rejectedByRule) {

    /** Copies the map. */
    public Source {
      rejectedByRule = Map.copyOf(rejectedByRule);
    }
  }

  /**
   * How many events went where; {@code in = out + cut + rejected}.
   *
   * @param in events read
   * @param out events accepted
   * @param cut events that a cut stopped
   * @param rejected events in the quarantine
   * @param empty accepted events without any energy in the detector
   * @param rejectedByRule rejected events by rule
   * @param bySplit accepted events by split
   */
  public record Counts(
      long in,
      long out,
      long cut,
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
   * A cut.
   *
   * @param cut as it was written
   * @param stopped events that passed all cuts before it, but not it
   * @param left events that passed it and all before
   */
  public record CutStep(String cut, long stopped, long left) {}

  /**
   * A Parquet file.
   *
   * @param path its place in the data set
   * @param events events in it
   * @param sha256 its hash
   */
  public record DataFile(String path, long events, String sha256) {}
}
