package org.showerforge.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.showerforge.card.Json;
import org.showerforge.card.Version;
import org.showerforge.metrics.Digits;
import org.showerforge.metrics.Judged;

/** How the generators of a registry are doing: one file that holds all it needs. */
public final class BoardPage {
  private static final int OPEN = 15;

  private static final String HISTORY =
      "<th>When, UTC</th><th>Action</th><th>Version</th><th>Reasons</th><th>Evaluation</th>";

  private BoardPage() {}

  /** The page. */
  public static String render(BoardInput input) {
    List<BoardCharts.Chart> charts = new ArrayList<>();
    Map<String, String> slots =
        Map.ofEntries(
            Map.entry("title", count(input.generators().size(), "generator")),
            Map.entry("facts", Html.escape(facts(input))),
            Map.entry("attention", attention(input)),
            Map.entry("generators", generators(input)),
            Map.entry("histories", histories(input, charts)),
            Map.entry("refreshes", refreshes(input)));
    return PageResources.page("board", slots, Json.tree(charts).toString());
  }

  private static String count(int number, String what) {
    return "%s %s%s".formatted(number == 0 ? "No" : number, what, number == 1 ? "" : "s");
  }

  private static String facts(BoardInput input) {
    return "Registry %s · made %s UTC by ShowerForge %s"
        .formatted(input.registry(), BoardText.time(input.made()), Version.current());
  }

  private static String attention(BoardInput input) {
    List<String> lines = BoardAttention.of(input);
    if (lines.isEmpty()) {
      return "<p class=\"verdict kept\">Nothing needs attention.</p>\n";
    }
    return "<p class=\"verdict failed\">%s attention:</p>\n<ul>\n%s</ul>\n"
        .formatted(
            lines.size() == 1 ? "1 thing needs" : lines.size() + " things need",
            lines.stream()
                .map(line -> "<li>" + Html.escape(line) + "</li>\n")
                .collect(Collectors.joining()));
  }

  // ---- the table of all ----

  private static String generators(BoardInput input) {
    if (input.generators().isEmpty()) {
      return "<p class=\"note\">The registry has no generator yet.</p>\n";
    }
    String heads =
        BoardCharts.HEADLINES.values().stream()
            .map(label -> "<th>" + Html.escape(label) + "</th>")
            .collect(Collectors.joining());
    StringBuilder html =
        new StringBuilder(
            "<div class=\"scroll\">\n<table class=\"log\"><thead><tr><th>Generator</th>"
                + "<th>In production</th><th>Since, UTC</th>%s<th class=\"number\">Versions</th>"
                    .formatted(heads)
                + "<th>Last refresh</th><th>Began, UTC</th></tr></thead><tbody>\n");
    for (int i = 0; i < input.generators().size(); i++) {
      html.append(row(input, i));
    }
    html.append("</tbody></table>\n</div>\n<p class=\"note\">")
        .append(
            "Figures of the version in production, as last measured. AUC: 0.5 is perfect. The"
                + " floor is the same figure of Geant4 against other Geant4 events.");
    if (input.works().isEmpty()) {
      html.append(" No work folder was given, so nothing is known of refreshes.");
    }
    return html.append("</p>\n").toString();
  }

  private static String row(BoardInput input, int index) {
    BoardInput.Generator generator = input.generators().get(index);
    List<InProduction> production = InProduction.of(generator.history());
    InProduction now = InProduction.newest(production, generator.current());
    Instant since = InProduction.since(production, generator.current());
    boolean known = generator.current() > 0;
    StringBuilder html =
        new StringBuilder(
            "<tr%s><td><a href=\"#generator-%d\">%s</a></td>"
                .formatted(
                    generator.damage().isEmpty() ? "" : " class=\"bad\"",
                    index,
                    Html.escape(generator.line())));
    html.append(
        "<td>%s</td><td>%s</td>"
            .formatted(
                known
                    ? BoardText.version(generator.current())
                    : generator.damage().isEmpty()
                        ? "none"
                        : "<span class=\"failed\">damaged</span>",
                known && since != null ? BoardText.time(since) : "–"));
    for (String figure : BoardCharts.HEADLINES.keySet()) {
      html.append(figure(known && now != null ? now.figures().get(figure) : null));
    }
    html.append("<td class=\"number\">%d</td>".formatted(generator.versions()));
    BoardInput.Run last = last(input, generator.line());
    return html.append(
            last == null
                ? "<td>–</td><td>–</td></tr>\n"
                : "<td>%s</td><td>%s</td></tr>\n"
                    .formatted(BoardRuns.ending(last.ending()), BoardText.time(last.began())))
        .toString();
  }

  private static String figure(@Nullable Judged figure) {
    return figure == null
        ? "<td>–</td>"
        : "<td>%s%s<br><span class=\"below\">floor %s</span></td>"
            .formatted(
                Digits.resolving(figure.value(), figure.error()),
                figure.error() > 0 ? String.format(Locale.ROOT, " ± %.2g", figure.error()) : "",
                Digits.three(figure.floor()));
  }

  private static BoardInput.@Nullable Run last(BoardInput input, String line) {
    BoardInput.Run last = null;
    for (BoardInput.Work work : input.works()) {
      BoardInput.Run ended = BoardAttention.lastEnded(work);
      if (work.line().equals(line)
          && ended != null
          && (last == null || ended.began().isAfter(last.began()))) {
        last = ended;
      }
    }
    return last;
  }

  // ---- one generator after the other ----

  private static String histories(BoardInput input, List<BoardCharts.Chart> all) {
    StringBuilder html = new StringBuilder();
    for (int i = 0; i < input.generators().size(); i++) {
      BoardInput.Generator generator = input.generators().get(i);
      html.append(
          "<section id=\"generator-%d\">\n<h2>%s</h2>\n"
              .formatted(i, Html.escape(generator.line())));
      List<BoardCharts.Chart> charts = BoardCharts.of(generator, input.made());
      html.append(charts.isEmpty() ? "<p class=\"note\">No version was judged.</p>\n" : KEY);
      html.append("<div class=\"shapes\">\n");
      for (BoardCharts.Chart chart : charts) {
        html.append(
            """
            <figure class="shape">
            <figcaption><b>%s</b></figcaption>
            <div class="chart" data-over="%d"></div>
            </figure>
            """
                .formatted(Html.escape(chart.label()), all.size()));
        all.add(chart);
      }
      html.append("</div>\n<h3>History</h3>\n").append(history(generator.history()));
      html.append("</section>\n");
    }
    return html.toString();
  }

  private static final String KEY =
      """
      <p class="note"><span class="key dot"></span>promoted \
      <span class="key dot hollow"></span>rejected \
      <span class="key held"></span>version in production, as measured with each challenger \
      <span class="key floor"></span>floor. Bars are standard errors.</p>
      """;

  private static String history(List<BoardInput.Event> history) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      BoardInput.Event event = history.get(i);
      if (i + 1 == history.size() || !isJudgedNext(event, history.get(i + 1))) {
        rows.add(row(event, i > 0 && isJudgedNext(history.get(i - 1), event)));
      }
    }
    Collections.reverse(rows);
    return rows.isEmpty()
        ? "<p class=\"note\">Nothing of it can be read.</p>\n"
        : BoardText.table(HISTORY, rows, OPEN);
  }

  /** A refresh adds and judges a version at once and for the same reasons: one row says it. */
  private static boolean isJudgedNext(BoardInput.Event event, BoardInput.Event next) {
    return event.action() == BoardInput.Action.ADDED
        && next.version() == event.version()
        && next.reasons().equals(event.reasons());
  }

  private static String row(BoardInput.Event event, boolean added) {
    return "<tr><td>%s</td><td>%s%s</td><td>%s</td><td class=\"words\">%s</td><td>%s</td></tr>\n"
        .formatted(
            BoardText.time(event.when()),
            added ? "added, " : "",
            event.action() == BoardInput.Action.PROMOTED
                ? "<span class=\"kept\">promoted</span>"
                : event.action().label(),
            BoardText.version(event.version()),
            BoardText.reasons(event.reasons()),
            event.report().isEmpty()
                ? ""
                : "<a href=\"%s\">report</a>".formatted(Html.escape(event.report())));
  }

  // ---- refreshes ----

  private static String refreshes(BoardInput input) {
    StringBuilder html = new StringBuilder();
    for (BoardInput.Work work : input.works()) {
      html.append(
          "<section>\n<h2>Refreshes%s</h2>\n<p class=\"note\">%s. Bars: %s; pale: of the incumbent.</p>\n%s</section>\n"
              .formatted(
                  Html.escape(work.line().isEmpty() ? "" : " of " + work.line()),
                  Html.escape(work.folder()),
                  BoardRuns.key(),
                  BoardRuns.of(work)));
    }
    return html.toString();
  }
}
