package org.showerforge.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.showerforge.card.Json;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.PolarLayer;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.EvaluationSettings;
import org.showerforge.metrics.NeuralSettings;

/** The page of a detector of polar layers, few or many. */
final class LayerPicturesTest {
  private static String page(List<Layer> polar) {
    DetectorSpec detector =
        new DetectorSpec("discs", ReportSamples.CALOGAN.conditions(), polar, 0, List.of());
    Evaluation evaluation =
        Evaluation.of(
            ReportSamples.showers(detector, 200, 1, 1),
            ReportSamples.showers(detector, 200, 2, 1),
            ReportSamples.showers(detector, 200, 3, 1.2),
            new EvaluationSettings(3, new NeuralSettings(List.of(), 1), 2));
    return ReportPage.render(
        new ReportInput(
            new ReportFacts("toy", "e-", "0.1.0", null),
            evaluation,
            null,
            null,
            List.of(),
            List.of(),
            Map.of()));
  }

  private static long count(String page, String text) {
    return Pattern.compile(Pattern.quote(text)).matcher(page).results().count();
  }

  private static JsonNode data(String page) {
    Matcher matcher = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
    assertThat(matcher.find()).isTrue();
    return Json.parseYamlValue(matcher.group(1), "page data");
  }

  @Test
  void fewLayersHaveLargePicturesAndSingleShowers() throws IOException {
    List<Double> edges = List.of(0.0, 10.0, 30.0, 200.0);
    String page =
        page(
            List.of(
                new PolarLayer("ring", 1, edges, 0),
                new PolarLayer("front", 4, edges, 0),
                new PolarLayer("back", 4, edges, 0)));
    Files.writeString(Path.of("target", "report-polar.html"), page);
    assertThat(count(page, "<div class=\"chart\" data-mean=")).isEqualTo(3);
    assertThat(count(page, "<div class=\"chart\" data-samples=")).isEqualTo(3);
    JsonNode data = data(page);
    assertThat(data.get("layers").get(1).get("alphaBins").asInt()).isEqualTo(4);
    assertThat(data.get("layers").get(1).get("rEdgesMm")).hasSize(4);
    assertThat(data.get("meanReference")).hasSize(3 + 12 + 12);
    assertThat(data.get("generated")).hasSize(4);
  }

  @Test
  void manyLayersHaveSmallOnesAndTheWorstShapes() throws IOException {
    List<Layer> halves = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      halves.add(new PolarLayer("disc_" + i, 2, List.of(0.0, 50.0), 0));
    }
    String page = page(halves);
    Files.writeString(Path.of("target", "report-compact.html"), page);
    assertThat(count(page, "data-compact=\"1\"></div>")).isEqualTo(13);
    assertThat(count(page, "<div class=\"chart\" data-samples=")).isZero();
    assertThat(count(page, "<div class=\"chart\" data-feature=")).isEqualTo(60);
    JsonNode data = data(page);
    assertThat(data.get("reference")).isEmpty();
    assertThat(page)
        .contains("The 60 of %d shapes".formatted(data.get("shapes").size()))
        .contains("Single showers are not drawn");
  }
}
