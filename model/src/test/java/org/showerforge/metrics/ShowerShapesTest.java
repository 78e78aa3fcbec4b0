package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.RectangularLayer;

/** Shower shapes worked out by hand. */
final class ShowerShapesTest {
  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "toy",
          List.of(new Condition("energy", "GeV", 0.001, 1, Condition.Scale.LOG)),
          List.of(
              new RectangularLayer("a", 1, 4, 50, 10, 1),
              new RectangularLayer("b", 2, 2, 30, 20, 1),
              new RectangularLayer("c", 2, 1, 10, 40, 1)),
          0,
          List.of());

  // Three events: one in all layers, one in the middle layer only, one empty.
  private static final List<Feature> FEATURES =
      ShowerShapes.of(
          new ShowerSample(
              SPEC,
              3,
              new float[] {0.1f, 0.1f, 0.1f},
              new float[] {
                0, 6, 2, 0, /**/ 1, 1, 1, 1, /**/ 3, 5, //
                0, 0, 0, 0, /**/ 0, 8, 0, 0, /**/ 0, 0, //
                0, 0, 0, 0, /**/ 0, 0, 0, 0, /**/ 0, 0
              }));

  private static double[] values(String name) {
    return FEATURES.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow().values();
  }

  private static void check(String name, double... expected) {
    assertThat(values(name)).as(name).containsExactly(expected, within(1e-9));
  }

  @Test
  void energiesAndDepth() {
    check("total_energy", 20, 8, 0);
    assertThat(values("response")).containsExactly(new double[] {0.2, 0.08, 0}, within(1e-8));
    check("energy.a", 8, 0, 0);
    check("energy.c", 8, 0, 0);
    check("fraction.b", 0.2, 1, 0);
    check("depth", 2, 1, -1);
    // 0*8 + 1*4 + 2*8 = 20; s_d = 1; sum i^2 E_i/E_tot - s_d^2 = (4 + 32)/20 - 1 = 0.8.
    check("depth_weighted_energy", 20, 8, 0);
    check("shower_depth", 1, 1, 0);
    check("shower_depth_width", Math.sqrt(0.8), 0, 0);
  }

  @Test
  void shapesInsideALayer() {
    check("energy_ratio.a", 0.5, 0, 0);
    check("energy_ratio.b", 0, 1, 0);
    check("occupied.a", 0.5, 0, 0);
    check("occupied.b", 1, 0.25, 0);
    // Layer a along y: centres -15, -5, 5, 15; 6 at -5 and 2 at 5.
    check("centroid_y.a", -2.5, 0, 0);
    check("width_y.a", Math.sqrt(25 - 6.25), 0, 0);
    check("centroid_x.b", 0, -15, 0);
    check("centroid_y.b", 0, 10, 0);
    check("width_x.b", 15, 0, 0);
    check("width_y.b", 10, 0, 0);
    check("centroid_x.c", 1.25, 0, 0);
  }

  @Test
  void anAxisOfOneCellHasNoShape() {
    assertThat(FEATURES)
        .extracting(Feature::name)
        .doesNotContain("width_x.a", "centroid_x.a", "width_y.c", "centroid_y.c")
        .doesNotHaveDuplicates();
  }
}
