package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.PolarLayer;

/** Shower shapes of polar layers, with numbers worked out by hand. */
final class PolarShapesTest {
  private static final DetectorSpec DETECTOR =
      new DetectorSpec(
          "polar",
          List.of(new Condition("energy", "GeV", 0.001, 1, Condition.Scale.LOG)),
          List.of(
              new PolarLayer("ring", 1, List.of(0.0, 2.0, 4.0), 0),
              new PolarLayer("quarters", 4, List.of(0.0, 2.0), 0)),
          0,
          List.of());

  @Test
  void lateralShapesAreInMillimetresAlongXAndY() {
    // Quarters about alpha = -3/4, -1/4, 1/4 and 3/4 pi: centres (+-h, +-h), h = 1/sqrt 2.
    float[] response = {5, 1, 1, 3, 0, 0};
    ShowerSample sample = new ShowerSample(DETECTOR, 1, new float[] {0.02f}, response);
    Map<String, Double> shapes =
        ShowerShapes.of(sample).stream()
            .collect(Collectors.toMap(Feature::name, f -> f.values()[0]));
    double h = Math.sqrt(0.5);
    // 1 at -h and 3 at h: mean h/2, variance 3/4 h^2; along y all at -h.
    assertThat(shapes.get("centroid_x.quarters")).isCloseTo(h / 2, within(1e-12));
    assertThat(shapes.get("width_x.quarters")).isCloseTo(h * Math.sqrt(0.75), within(1e-12));
    assertThat(shapes.get("centroid_y.quarters")).isCloseTo(-h, within(1e-12));
    assertThat(shapes.get("width_y.quarters")).isCloseTo(0, within(1e-7));
    assertThat(shapes.get("energy.ring")).isEqualTo(6);
    assertThat(shapes).doesNotContainKeys("centroid_x.ring", "width_y.ring");
  }
}
