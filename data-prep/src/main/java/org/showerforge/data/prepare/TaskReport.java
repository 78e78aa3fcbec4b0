package org.showerforge.data.prepare;

import java.util.List;
import java.util.Map;
import org.showerforge.data.event.Split;

/**
 * What one task did.
 *
 * @param source index of its raw file
 * @param read events read
 * @param empty accepted events without any energy
 * @param accepted accepted events by split
 * @param rejected rejected events by rule
 * @param firstRejected the first rejected event, for the message when there are too many; or empty
 * @param files the Parquet files it finished
 * @param quarantine the file of rejected events it finished; or empty
 */
record TaskReport(
    int source,
    long read,
    long empty,
    Map<Split, Long> accepted,
    Map<Rule, Long> rejected,
    String firstRejected,
    List<WrittenFile> files,
    String quarantine) {

  /**
   * A finished Parquet file.
   *
   * @param attemptFile where the attempt wrote it
   * @param name its place in the output
   * @param events events in it
   * @param sha256 its hash
   */
  record WrittenFile(String attemptFile, String name, long events, String sha256) {}

  long acceptedEvents() {
    return accepted.values().stream().mapToLong(Long::longValue).sum();
  }

  long rejectedEvents() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }
}
