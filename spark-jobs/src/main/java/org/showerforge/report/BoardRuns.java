package org.showerforge.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.showerforge.report.BoardInput.Ending;

/** The runs and failures of a work folder as a table, the newest first. */
final class BoardRuns {
  private static final int OPEN = 20;

  private static final String HEAD =
      "<th>Run</th><th>Began, UTC</th><th>Outcome</th><th>Version</th><th>Time</th>"
          + "<th class=\"number\">Events in</th><th class=\"number\">Accepted</th>"
          + "<th class=\"number\">Cut</th><th class=\"number\">Rejected</th>"
          + "<th class=\"number\">New to train</th><th>Reasons</th>";

  /** What the bars are made of, and the style sheet's classes. */
  private static final List<String> STEPS =
      List.of("prepare", "train", "showers", "evaluate", "register", "generate");

  private BoardRuns() {}

  static String of(BoardInput.Work work) {
    double longest = work.runs().stream().mapToDouble(BoardInput.Run::seconds).max().orElse(0);
    List<String> rows =
        BoardAttention.newestFirst(work).stream().map(run -> row(run, longest)).toList();
    return rows.isEmpty()
        ? "<p class=\"note\">No run can be read.</p>\n"
        : BoardText.table(HEAD, rows, OPEN);
  }

  /** What the colours of the bars mean. */
  static String key() {
    return STEPS.stream()
        .map("<span class=\"key step %1$s\"></span>%1$s"::formatted)
        .collect(Collectors.joining(" "));
  }

  private static String row(BoardInput.Run run, double longest) {
    BoardInput.Events events = run.events();
    boolean counted = events.in() > 0;
    return """
    <tr%s><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class="time">%s</td>%s%s%s%s%s<td class="words">%s</td></tr>
    """
        .formatted(
            run.ending() == Ending.FAILED ? " class=\"bad\"" : "",
            run.number() == 0 ? "–" : run.number(),
            began(run),
            ending(run.ending()),
            BoardText.version(run.version()),
            time(run, longest),
            count(events.in(), counted),
            count(events.out(), counted),
            count(events.cut(), counted),
            count(events.rejected(), counted),
            count(events.fresh(), counted),
            BoardText.reasons(run.reasons()));
  }

  private static String began(BoardInput.Run run) {
    String began = BoardText.time(run.began());
    String begun = BoardText.time(run.begun());
    return began.equals(begun)
        ? began
        : "%s<br><span class=\"below\">run of %s</span>".formatted(began, begun);
  }

  /** How a refresh ended, in its colour. */
  static String ending(Ending ending) {
    return switch (ending) {
      case PROMOTED -> "<span class=\"kept\">promoted</span>";
      case FAILED -> "<span class=\"failed\">failed</span>";
      case UNDER_WAY -> "<b>under way</b>";
      case REJECTED, NOTHING_TO_DO -> ending.label();
    };
  }

  private static String count(long events, boolean counted) {
    return "<td class=\"number\">%s</td>"
        .formatted(counted ? String.format(Locale.ROOT, "%,d", events) : "–");
  }

  /** The time of a run and a bar of its steps, as long as that of the longest run allows. */
  private static String time(BoardInput.Run run, double longest) {
    double all = run.steps().stream().mapToDouble(BoardInput.Step::seconds).sum();
    String text = BoardText.seconds(run.seconds());
    if (!(all > 0 && longest > 0)) {
      return text;
    }
    String parts =
        run.steps().stream()
            .map(
                step ->
                    "<span class=\"step %s\" style=\"width:%s\" title=\"%s\"></span>"
                        .formatted(
                            kind(step.name()),
                            percent(step.seconds() / all),
                            Html.escape(step.name() + " " + BoardText.seconds(step.seconds()))))
            .collect(Collectors.joining());
    return "%s<div class=\"steps\" style=\"width:%s\">%s</div>"
        .formatted(text, percent(Math.min(1, all / longest)), parts);
  }

  private static String kind(String step) {
    String name = step.replaceAll("-(challenger|incumbent)$", "");
    return STEPS.contains(name) ? name + (step.endsWith("-incumbent") ? " pale" : "") : "";
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * fraction);
  }
}
