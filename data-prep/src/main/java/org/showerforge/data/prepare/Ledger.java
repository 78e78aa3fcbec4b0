package org.showerforge.data.prepare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.showerforge.UserException;
import org.showerforge.data.event.Split;
import org.showerforge.data.prepare.TaskReport.RangeCounts;

/** Adds up the tasks' reports and insists that no event is lost. */
final class Ledger {
  private final List<SourceFile> sources;
  private final List<TaskReport> reports;
  private final PreparedCard before;
  private final List<PreparedCard.Source> accounts;

  /**
   * Adds up the events of every source; an {@link IllegalStateException} if some are missing.
   *
   * @param before what the data set held already
   */
  Ledger(List<SourceFile> sources, List<TaskReport> reports, PreparedCard before) {
    this.sources = sources;
    this.reports = reports;
    this.before = before;
    this.accounts = accounts();
  }

  /** All sources with what became of their events. */
  List<PreparedCard.Source> sources() {
    List<PreparedCard.Source> all = new ArrayList<>(before.sources());
    all.addAll(accounts);
    return all;
  }

  private List<PreparedCard.Source> accounts() {
    List<Account> open = new ArrayList<>();
    sources.forEach(source -> open.add(new Account()));
    for (TaskReport report : reports) {
      for (RangeCounts range : report.ranges()) {
        open.get(range.source()).add(range);
      }
    }
    List<PreparedCard.Source> closed = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      closed.add(open.get(i).close(sources.get(i)));
    }
    return List.copyOf(closed);
  }

  /** The events of one raw file. */
  private static final class Account {
    private final Map<Rule, Long> rejected = new EnumMap<>(Rule.class);
    private long read;
    private long cut;
    private long accepted;

    void add(RangeCounts range) {
      read += range.read();
      cut += range.cut();
      accepted += range.accepted();
      range.rejected().forEach((rule, n) -> rejected.merge(rule, n, Long::sum));
    }

    PreparedCard.Source close(SourceFile source) {
      long broke = rejected.values().stream().mapToLong(Long::longValue).sum();
      requireEqual(source.path() + ": in the file, read", source.events(), read);
      requireEqual(
          source.path() + ": read, accepted + cut + rejected", read, accepted + cut + broke);
      Map<String, Long> byRule = new TreeMap<>();
      rejected.forEach((rule, n) -> byRule.put(rule.label(), n));
      return new PreparedCard.Source(
          source.path(),
          source.bytes(),
          source.modified(),
          source.sha256(),
          read,
          accepted,
          cut,
          broke,
          byRule);
    }
  }

  private static void requireEqual(String what, long a, long b) {
    if (a != b) {
      throw new IllegalStateException("events were lost: " + what + ": " + a + ", " + b);
    }
  }

  /** The counts; an {@link IllegalStateException} if they do not add up. */
  PreparedCard.Counts counts() {
    return counts(before.counts());
  }

  private PreparedCard.Counts counts(PreparedCard.Counts base) {
    long in = base.in();
    long out = base.out();
    long cut = base.cut();
    long rejected = base.rejected();
    long empty = base.empty();
    Map<String, Long> byRule = new TreeMap<>(base.rejectedByRule());
    Map<String, Long> bySplit = new TreeMap<>(base.bySplit());
    for (Split split : Split.values()) {
      bySplit.putIfAbsent(split.label(), 0L);
    }
    for (PreparedCard.Source source : accounts) {
      in += source.events();
      out += source.accepted();
      cut += source.cut();
      rejected += source.rejected();
      source.rejectedByRule().forEach((rule, n) -> byRule.merge(rule, n, Long::sum));
    }
    long written = base.out();
    for (TaskReport report : reports) {
      empty += report.empty();
      report.accepted().forEach((split, n) -> bySplit.merge(split.label(), n, Long::sum));
      written += report.files().stream().mapToLong(TaskReport.WrittenFile::events).sum();
    }
    requireEqual("accepted, written", out, written);
    requireEqual("accepted, in splits", out, bySplit.values().stream().mapToLong(n -> n).sum());
    requireEqual("in, out + cut + rejected", in, out + cut + rejected);
    return new PreparedCard.Counts(in, out, cut, rejected, empty, byRule, bySplit);
  }

  /** What each cut did. */
  List<PreparedCard.CutStep> cutFlow() {
    long left = 0;
    for (PreparedCard.Source source : accounts) {
      left += source.events();
      left -= source.rejectedByRule().getOrDefault(Rule.READABLE.label(), 0L);
    }
    List<PreparedCard.CutStep> flow = new ArrayList<>();
    for (int c = 0; c < before.cutFlow().size(); c++) {
      PreparedCard.CutStep step = before.cutFlow().get(c);
      int cut = c;
      long stopped = reports.stream().mapToLong(report -> report.cuts().get(cut)).sum();
      left -= stopped;
      flow.add(new PreparedCard.CutStep(step.cut(), step.stopped() + stopped, step.left() + left));
    }
    return flow;
  }

  /** Fails when too few of the new events are left. */
  void checkQuality(double maxRejectedFraction) {
    PreparedCard.Counts counts = counts(new PreparedCard.Counts(0, 0, 0, 0, 0, Map.of(), Map.of()));
    long wanted = counts.in() - counts.cut();
    if (counts.rejected() > maxRejectedFraction * wanted) {
      throw new UserException(
          "%d of %d events break a rule %s, more than maxRejectedFraction %s allows; the first: %s;"
              + " mend the files, the detector's range (energyRangeGeV), the rules or the limit",
          counts.rejected(),
          wanted,
          new TreeMap<>(counts.rejectedByRule()),
          maxRejectedFraction,
          firstRejected());
    }
    if (counts.out() + before.counts().out() == 0) {
      throw new UserException(
          "no event was accepted: %d in the %d input files, %d cut, %d rejected; name files with"
              + " events",
          counts.in(), sources.size(), counts.cut(), counts.rejected());
    }
  }

  private String firstRejected() {
    return reports.stream()
        .map(TaskReport::firstRejected)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
