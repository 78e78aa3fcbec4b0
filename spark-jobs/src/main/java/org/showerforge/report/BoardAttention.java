package org.showerforge.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody should look at, in words. */
final class BoardAttention {
  /** A refresh that runs every night has failed twice by then. */
  private static final Duration STALE = Duration.ofDays(2);

  /** The newest first; of one moment that which has not ended. */
  private static final Comparator<BoardInput.Run> NEWEST_FIRST =
      Comparator.comparing(BoardInput.Run::began)
          .thenComparing(BoardInput.Run::ending)
          .thenComparing(BoardInput.Run::number)
          .reversed();

  private BoardAttention() {}

  /** A line each; none if all is well. */
  static List<String> of(BoardInput input) {
    List<String> lines = new ArrayList<>();
    for (BoardInput.Generator generator : input.generators()) {
      generator.damage().forEach(damage -> lines.add(generator.line() + ": " + damage));
    }
    for (BoardInput.Work work : input.works()) {
      work.damage().forEach(damage -> lines.add(work.name() + ": " + damage));
      String refresh = refresh(work, input.made());
      if (!refresh.isEmpty()) {
        lines.add(work.name() + ": " + refresh);
      }
    }
    return lines;
  }

  private static String refresh(BoardInput.Work work, Instant made) {
    BoardInput.Run last = lastEnded(work);
    String failed =
        last == null || last.ending() != BoardInput.Ending.FAILED
            ? ""
            : "the last refresh failed, %s: %s"
                .formatted(BoardText.time(last.began()), BoardText.headline(last.reasons()));
    Instant success = work.lastSuccess();
    if (success != null) {
      return join(failed, ifStale(success, made, "the last refresh that did not fail began"));
    }
    Instant first =
        work.runs().stream().map(BoardInput.Run::begun).min(Comparator.naturalOrder()).orElse(made);
    return join(failed, ifStale(first, made, "none has succeeded since the first, which began"));
  }

  private static String ifStale(Instant when, Instant made, String what) {
    Duration age = Duration.between(when, made);
    return age.compareTo(STALE) > 0 ? "%s %d days ago".formatted(what, age.toDays()) : "";
  }

  private static String join(String a, String b) {
    return a + (a.isEmpty() || b.isEmpty() ? "" : "; ") + b;
  }

  /** The runs and failures of a work folder, the newest first. */
  static List<BoardInput.Run> newestFirst(BoardInput.Work work) {
    return work.runs().stream().sorted(NEWEST_FIRST).toList();
  }

  /** The last refresh that has ended, in whatever way; null if none has. */
  static BoardInput.@Nullable Run lastEnded(BoardInput.Work work) {
    return newestFirst(work).stream()
        .filter(run -> run.ending() != BoardInput.Ending.UNDER_WAY)
        .findFirst()
        .orElse(null);
  }
}
