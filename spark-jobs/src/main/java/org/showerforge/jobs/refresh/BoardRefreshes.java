package org.showerforge.jobs.refresh;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.report.BoardInput;

/** Reads what came of the refreshes of a work folder, for the board. */
final class BoardRefreshes {
  private final WorkFolder work;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<BoardInput.Run> runs = new ArrayList<>();
  private final List<String> damage = new ArrayList<>();
  private @Nullable Instant lastSuccess;

  private BoardRefreshes(WorkFolder work) {
    this.work = work;
  }

  static BoardInput.Work read(Configuration conf, String folder) throws IOException {
    if (folder.isBlank()) {
      throw new UserException("work: must name a folder");
    }
    return new BoardRefreshes(new WorkFolder(conf, folder)).read(folder);
  }

  /** Reads one thing of the folder. */
  @FunctionalInterface
  private interface Reading {
    void read() throws IOException;
  }

  private BoardInput.Work read(String folder) throws IOException {
    attempt(this::failures);
    for (int number : work.numbers()) {
      attempt(() -> run(number));
    }
    attempt(this::last);
    if (outcomes.isEmpty() && runs.isEmpty() && damage.isEmpty()) {
      throw new UserException(
          "work %s: holds neither runs nor last.json; name a work folder of refresh", folder);
    }
    return new BoardInput.Work(folder, line(), lastSuccess, runs, damage);
  }

  private void attempt(Reading reading) throws IOException {
    try {
      reading.read();
    } catch (UserException e) {
      damage.add(String.valueOf(e.getMessage()));
    }
  }

  private void failures() throws IOException {
    for (Outcome failure : work.failed()) {
      ended(failure, failure.began());
    }
  }

  /** One that was killed before it had begun left nothing to tell. */
  private void run(int number) throws IOException {
    Start start = work.start(number);
    Outcome outcome = work.outcome(number);
    if (outcome != null) {
      ended(outcome, start == null ? outcome.began() : start.began());
    } else if (start != null) {
      runs.add(underWay(number, start));
    }
  }

  /** A refresh that found nothing to do leaves nothing but this. */
  private void last() throws IOException {
    Outcome last = work.last();
    if (last != null && !isThere(last)) {
      ended(last, last.began());
    }
  }

  private boolean isThere(Outcome last) {
    return outcomes.stream()
        .anyMatch(other -> other.kind() == last.kind() && other.began().equals(last.began()));
  }

  private void ended(Outcome outcome, String begun) {
    String where = "outcome of run " + outcome.run();
    Instant began = Board.time(outcome.began(), where);
    List<BoardInput.Step> steps = steps(outcome.steps());
    runs.add(
        new BoardInput.Run(
            outcome.run(),
            began,
            Board.time(begun, where),
            ending(outcome.kind()),
            outcome.version(),
            // What is carried on has steps of earlier attempts.
            Math.max(outcome.seconds(), seconds(steps)),
            steps,
            events(outcome.events()),
            outcome.reasons()));
    outcomes.add(outcome);
    if (outcome.kind() != Outcome.Kind.FAILED) {
      succeeded(began);
    } else if (!outcome.lastSuccess().isEmpty()) {
      succeeded(Board.time(outcome.lastSuccess(), where));
    }
  }

  private void succeeded(Instant when) {
    Instant before = lastSuccess;
    lastSuccess = before == null || when.isAfter(before) ? when : before;
  }

  private BoardInput.Run underWay(int number, Start start) throws IOException {
    List<BoardInput.Step> steps = steps(work.steps(number));
    List<String> reasons = new ArrayList<>(List.of(start.reason()));
    long failed = outcomes.stream().filter(outcome -> outcome.run() == number).count();
    if (failed > 0) {
      reasons.add("failed attempts so far: " + failed);
    }
    Instant began = Board.time(start.began(), "run " + number);
    return new BoardInput.Run(
        number,
        began,
        began,
        BoardInput.Ending.UNDER_WAY,
        0,
        seconds(steps),
        steps,
        events(start.events()),
        reasons);
  }

  private static List<BoardInput.Step> steps(List<Outcome.Step> steps) {
    return steps.stream().map(step -> new BoardInput.Step(step.name(), step.seconds())).toList();
  }

  private static double seconds(List<BoardInput.Step> steps) {
    return steps.stream().mapToDouble(BoardInput.Step::seconds).sum();
  }

  private static BoardInput.Events events(Outcome.Events events) {
    return new BoardInput.Events(
        events.in(), events.out(), events.cut(), events.rejected(), events.fresh());
  }

  private static BoardInput.Ending ending(Outcome.Kind kind) {
    return switch (kind) {
      case PROMOTED -> BoardInput.Ending.PROMOTED;
      case REJECTED -> BoardInput.Ending.REJECTED;
      case NOTHING_TO_DO -> BoardInput.Ending.NOTHING_TO_DO;
      case FAILED -> BoardInput.Ending.FAILED;
    };
  }

  /** The line that was refreshed last. */
  private String line() {
    return outcomes.stream()
        .max(Comparator.comparing(outcome -> Instant.parse(outcome.began())))
        .map(Outcome::line)
        .orElse("");
  }
}
