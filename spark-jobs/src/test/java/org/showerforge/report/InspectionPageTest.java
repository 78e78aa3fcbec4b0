package org.showerforge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.Observable;
import org.showerforge.detector.PolarLayer;

/** The page of an inspection for detectors that the sample data are not of. */
final class InspectionPageTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)></script>{{data}}$1\"'&\\";
  private static final int CELLS = 16 * 9;

  private static InspectionInput input(DetectorSpec detector, String name, boolean cells) {
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    List<Double> z = new ArrayList<>();
    for (int i = 0; cells && i < detector.cells(); i++) {
      int layer = i / CELLS;
      int sector = i % CELLS / 9;
      a.add(100 * Math.exp(-(i % 9)));
      b.add(100 * Math.exp(-(i % 9)) * (1 + sector / 16.0));
      // The later a layer, the worse.
      z.add(i % 7 == 0 ? Double.NaN : layer * 0.2 * Math.sin(i));
    }
    return new InspectionInput(
        List.of(name, "B"),
        name,
        "drift: " + name,
        List.of(name),
        detector,
        List.of("quantity", name),
        List.of(List.of(name, name)),
        List.of(name),
        List.of(
            new InspectionInput.Bins(
                name,
                "",
                List.of(-2.0, -1.0, 1.0),
                List.of(0.25, 0.75),
                List.of(0.5, 0.5),
                100,
                100)),
        cells
            ? List.of(
                new InspectionInput.CellMap("mean energy", "MeV", true, a, b, z),
                new InspectionInput.CellMap("occupancy", "", false, a, b, z))
            : List.of());
  }

  private static List<Condition> energy() {
    return List.of(new Condition("energy", "GeV", 1, 1000, Condition.Scale.LOG));
  }

  @Test
  void ofManyLayersThoseWithTheGreatestDeviationsAreOpen() throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < 45; l++) {
      layers.add(
          new PolarLayer(
              "layer_" + l,
              16,
              List.of(0.0, 4.65, 9.3, 13.95, 18.6, 23.25, 27.9, 32.55, 37.2, 41.85),
              3.4));
    }
    DetectorSpec detector = new DetectorSpec("polar", energy(), layers, 0.0151, List.of());
    String page = InspectionPage.render(input(detector, "polar", true));
    // Kept for a look at it.
    Files.writeString(Path.of("target", "inspection-polar.html"), page);
    assertThat(Pattern.compile("<details open><summary>").matcher(page).results().count())
        .isEqualTo(4);
    assertThat(page)
        .contains("<details open><summary>layer_44, greatest |z| 8.8", "<details><summary>layer_0");
    assertThat(page).contains("\"rEdgesMm\":[0.0,4.65");
  }

  @Test
  void hostileTextStaysText() {
    DetectorSpec table =
        new DetectorSpec("t", energy(), List.of(), 0, List.of(new Observable("dll", "")));
    String page = InspectionPage.render(input(table, HOSTILE, false));
    String markup =
        Pattern.compile("(<script[^>]*>).*?</script>", Pattern.DOTALL)
            .matcher(page)
            .replaceAll("$1</script>");
    assertThat(markup)
        .doesNotContain("<img")
        .contains(Html.escape(HOSTILE), "The detector has no layers.");
    assertThat(Pattern.compile("</script").matcher(page).results().count()).isEqualTo(3);
  }
}
