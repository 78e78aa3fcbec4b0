package org.showerforge.data.prepare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.showerforge.UserException;
import org.showerforge.data.event.Split;

/** Adds up the tasks' reports and insists that no event is lost. */
final class Ledger {
  private final List<SourceFile> sources;
  private final List<TaskReport> reports;

  Ledger(List<SourceFile> sources, List<TaskReport> reports) {
    this.sources = sources;
    this.reports = reports;
  }

  /** The counts; an {@link IllegalStateException} if they do not add up. */
  PreparedCard.Counts counts() {
    long in = sources.stream().mapToLong(SourceFile::events).sum();
    long read = 0;
    long out = 0;
    long rejected = 0;
    long empty = 0;
    Map<Rule, Long> byRule = new EnumMap<>(Rule.class);
    Map<Split, Long> bySplit = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      bySplit.put(split, 0L);
    }
    for (TaskReport report : reports) {
      read += report.read();
      out += report.acceptedEvents();
      rejected += report.rejectedEvents();
      empty += report.empty();
      report.rejected().forEach((rule, n) -> byRule.merge(rule, n, Long::sum));
      report.accepted().forEach((split, n) -> bySplit.merge(split, n, Long::sum));
    }
    if (in != read || in != out + rejected) {
      throw new IllegalStateException(
          "events were lost: "
              + in
              + " in the files, "
              + read
              + " read, "
              + out
              + " accepted, "
              + rejected
              + " rejected");
    }
    return new PreparedCard.Counts(
        in,
        out,
        rejected,
        empty,
        byRule.entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().label(), Map.Entry::getValue)),
        bySplit.entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().label(), Map.Entry::getValue)));
  }

  /** Fails when too few events are left. */
  void checkQuality(PreparedCard.Counts counts, double maxRejectedFraction) {
    if (counts.rejected() > maxRejectedFraction * counts.in()) {
      throw new UserException(
          "%d of %d events break a rule %s, more than maxRejectedFraction %s allows; the first: %s;"
              + " mend the files, the detector's range (energyRangeGeV) or the limit",
          counts.rejected(),
          counts.in(),
          new TreeMap<>(counts.rejectedByRule()),
          maxRejectedFraction,
          firstRejected());
    }
    if (counts.out() == 0) {
      throw new UserException(
          "no event was accepted: %d in the %d input files, %d rejected; name files with events",
          counts.in(), sources.size(), counts.rejected());
    }
  }

  /** The sources with what became of their events. */
  List<PreparedCard.Source> sources() {
    long[] accepted = new long[sources.size()];
    long[] rejected = new long[sources.size()];
    for (TaskReport report : reports) {
      accepted[report.source()] += report.acceptedEvents();
      rejected[report.source()] += report.rejectedEvents();
    }
    List<PreparedCard.Source> result = new ArrayList<>();
    for (int i = 0; i < accepted.length; i++) {
      SourceFile source = sources.get(i);
      result.add(
          new PreparedCard.Source(
              source.path(), source.sha256(), source.events(), accepted[i], rejected[i]));
    }
    return result;
  }

  private String firstRejected() {
    return reports.stream()
        .map(TaskReport::firstRejected)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
