package org.showerforge.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Times, durations and reasons as the board writes them. */
final class BoardText {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int HEADLINE = 160;

  private BoardText() {}

  /** To the minute, UTC. */
  static String time(Instant when) {
    return MINUTE.format(when);
  }

  static String version(int version) {
    return version == 0 ? "–" : "v" + version;
  }

  /** How long something took. */
  static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, whole < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return whole < 3600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  /** The first line of the last reason, which says most; shortened if it is long. */
  static String headline(List<String> reasons) {
    if (reasons.isEmpty()) {
      return "";
    }
    String line = reasons.get(reasons.size() - 1).lines().findFirst().orElse("");
    return line.length() > HEADLINE ? line.substring(0, HEADLINE) + "…" : line;
  }

  /** The headline; what else there is to say is folded away. */
  static String reasons(List<String> reasons) {
    String headline = headline(reasons);
    if (reasons.isEmpty() || reasons.equals(List.of(headline))) {
      return Html.escape(headline);
    }
    return "<details><summary>%s</summary>\n<ul>\n%s</ul></details>"
        .formatted(
            Html.escape(headline),
            reasons.stream()
                .map(reason -> "<li>" + Html.escape(reason) + "</li>\n")
                .collect(Collectors.joining()));
  }

  /** A table whose older rows, of which there may be hundreds, are folded away. */
  static String table(String head, List<String> rows, int open) {
    int shown = Math.min(open, rows.size());
    String older = String.join("", rows.subList(shown, rows.size()));
    return table(head, String.join("", rows.subList(0, shown)))
        + (older.isEmpty()
            ? ""
            : "<details><summary>%d older</summary>\n%s</details>\n"
                .formatted(rows.size() - shown, table(head, older)));
  }

  private static String table(String head, String rows) {
    return """
    <div class="scroll">
    <table class="log"><thead><tr>%s</tr></thead><tbody>
    %s</tbody></table>
    </div>
    """
        .formatted(head, rows);
  }
}
