package org.showerforge.data.prepare;

import java.util.List;
import java.util.Map;
import org.showerforge.data.event.Split;

/**
 * What one task did.
 *
 * @param ranges what became of the events of each range, in order
 * @param cuts how many events each cut stopped
 * @param empty accepted events without any energy
 * @param accepted accepted events by split
 * @param firstRejected the first rejected event, for the message when there are too many; or empty
 * @param files the Parquet files it finished
 * @param quarantine the file of rejected events that it finished; or empty
 * @param fingerprints the file of fingerprints that it finished; or empty
 */
record TaskReport(
    List<RangeCounts> ranges,
    List<Long> cuts,
    long empty,
    Map<Split, Long> accepted,
    String firstRejected,
    List<WrittenFile> files,
    String quarantine,
    String fingerprints) {

  /**
   * What became of a range's events.
   *
   * @param source index of the raw file
   * @param read events read
   * @param cut events that a cut stopped
   * @param accepted events that went on
   * @param rejected rejected events by rule
   */
  record RangeCounts(int source, long read, long cut, long accepted, Map<Rule, Long> rejected) {
    long rejectedEvents() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A finished Parquet file.
   *
   * @param attemptFile where the attempt wrote it
   * @param name its place in the output
   * @param events events in it
   * @param sha256 its hash
   */
  record WrittenFile(String attemptFile, String name, long events, String sha256) {}
}
