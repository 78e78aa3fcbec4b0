package org.showerforge.report;

import java.util.Map;

/**
 * {@code report.html}: one file that holds all it needs, charts included, and reads nothing from a
 * network.
 */
public final class ReportPage {
  private ReportPage() {}

  /** The page. */
  public static String render(ReportInput input) {
    Map<String, String> slots =
        Map.ofEntries(
            Map.entry("title", Html.escape(SummarySection.title(input))),
            Map.entry("facts", SummarySection.facts(input)),
            Map.entry("verdict", Html.escape(input.evaluation().verdict())),
            Map.entry("tiles", SummarySection.tiles(input)),
            Map.entry("gate", JointTables.gate(input.gate())),
            Map.entry("speed", JointTables.speed(input.speed())),
            Map.entry("joint", JointTables.joint(input.evaluation())),
            Map.entry("whole", WholeTable.of(input.whole())),
            Map.entry("bins", JointTables.bins(input.evaluation())),
            Map.entry("findings", SummarySection.findings(input.evaluation())),
            Map.entry("showers", ChartSections.showers(input.evaluation().detector())),
            Map.entry("shapes", ChartSections.shapes(input.evaluation())),
            Map.entry("response", FigureTables.response(input.evaluation())),
            Map.entry("history", ChartSections.histories(input.histories())),
            Map.entry("classifiers", FigureTables.classifiers(input.evaluation())),
            Map.entry("figures", FigureTables.figures(input.evaluation())),
            Map.entry("cards", SummarySection.cards(input.cards())));
    return PageResources.page("report", slots, ChartData.of(input));
  }
}
