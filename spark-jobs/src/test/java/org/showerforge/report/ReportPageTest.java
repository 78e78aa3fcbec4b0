package org.showerforge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.metrics.FeatureComparison;

/** The page holds all it needs, and shows what it is given. */
final class ReportPageTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)></script>{{data}}$1\"'&\\";
  private static final String PAGE =
      ReportPage.render(ReportSamples.input("e+", ReportSamples.histories(60)));

  /** The page without the content of its scripts, which quotes addresses that nobody opens. */
  private static String markup(String page) {
    return Pattern.compile("(<script[^>]*>).*?</script>", Pattern.DOTALL)
        .matcher(page)
        .replaceAll("$1</script>");
  }

  private static String data(String page) {
    Matcher matcher = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void nothingIsFetched() throws IOException {
    // Kept for a look at it.
    Files.writeString(Path.of("target", "report.html"), PAGE);
    String markup = markup(PAGE);
    assertThat(markup)
        .doesNotContain("http:", "https:", "//cdn", "@import", "<link", "<iframe", "url(")
        .doesNotContainPattern("\\s(src|href)\\s*=")
        .contains("default-src 'none'");
    assertThat(PAGE.length()).as("the chart library is inside").isGreaterThan(900_000);
  }

  @Test
  void everyScriptEndsWhereItShould() {
    Matcher open = Pattern.compile("<script[ >]").matcher(PAGE);
    Matcher close = Pattern.compile("</script").matcher(PAGE);
    assertThat(open.results().count()).isEqualTo(3);
    assertThat(close.results().count()).isEqualTo(3);
    assertThat(PAGE).doesNotContainPattern("\\{\\{[a-z]+}}");
  }

  @Test
  void everyShapeHasAChartWithItsData() {
    List<FeatureComparison> features = ReportSamples.EVALUATION.features();
    var data = Json.parseYamlValue(data(PAGE), "page data");
    assertThat(data.get("shapes")).hasSize(features.size());
    for (int i = 0; i < features.size(); i++) {
      assertThat(PAGE)
          .contains("data-feature=\"%d\" data-name=\"%s\"".formatted(i, features.get(i).name()));
      assertThat(data.get("shapes").get(i).get("reference"))
          .hasSize(features.get(i).histogram().reference().size());
    }
    assertThat(data.get("roc")).hasSize(4);
    assertThat(data.get("meanReference")).hasSize(504);
    assertThat(data.get("generated")).hasSize(4);
    assertThat(PAGE).contains("data-mean=\"2\"", "data-samples=\"0\"", "data-panel=\"loss\"");
  }

  @Test
  void theSummarySaysWhatWasMeasured() {
    assertThat(PAGE)
        .contains(
            Html.escape(ReportSamples.EVALUATION.verdict()),
            "1,200,000",
            "seed 3",
            "400",
            "%.3f".formatted(ReportSamples.EVALUATION.lowLevel().floor().auc()));
    for (String finding : ReportSamples.EVALUATION.findings()) {
      assertThat(PAGE).contains(Html.escape(finding));
    }
  }

  @Test
  void hostileTextStaysText() {
    HistorySeries series = new HistorySeries(HOSTILE, HOSTILE, List.of(1), List.of(Double.NaN));
    String page =
        ReportPage.render(
            ReportSamples.input(HOSTILE, List.of(new StageHistory(HOSTILE, List.of(series)))));
    assertThat(markup(page)).doesNotContain("<img").contains(Html.escape(HOSTILE));
    assertThat(Pattern.compile("</script").matcher(page).results().count()).isEqualTo(3);
    assertThat(data(page)).doesNotContain("<");
    var read = Json.parseYamlValue(data(page), "page data").get("histories").get(0);
    assertThat(read.get("stage").asText()).isEqualTo(HOSTILE);
    assertThat(read.get("series").get(0).get("values").get(0).isNull()).isTrue();
  }

  @Test
  void withoutHistoryOrCardsThePageSaysSo() {
    ReportInput full = ReportSamples.input("e+", List.of());
    String page =
        ReportPage.render(
            new ReportInput(
                new ReportFacts("g", "e+", "0.1.0", null),
                full.evaluation(),
                null,
                null,
                List.of(),
                List.of(),
                Map.of()));
    assertThat(page)
        .contains("No training history was given.", "No cards were given.", "not measured");
    assertThat(markup(page)).doesNotContain("data-stage");
  }

  @Test
  void theSamePageForTheSameInput() {
    assertThat(ReportPage.render(ReportSamples.input("e+", ReportSamples.histories(60))))
        .isEqualTo(PAGE);
  }

  @Test
  void theMetricsFileIsReadBackAsItWas() {
    MetricsFile file = MetricsFile.of(ReportSamples.input("e+", ReportSamples.histories(60)));
    byte[] json = file.toJson();
    assertThat(Json.read(new ByteArrayInputStream(json), MetricsFile.class, "metrics.json"))
        .isEqualTo(file);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("\"format\" : " + MetricsFile.FORMAT, "\"floorSpread\"")
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void aHistoryWithoutAValuePerRoundIsRefused() {
    assertThatThrownBy(() -> new HistorySeries("loss", "critic", List.of(1, 2), List.of(0.5)))
        .isInstanceOf(UserException.class)
        .hasMessage("history of critic: 2 rounds but 1 values");
  }
}
