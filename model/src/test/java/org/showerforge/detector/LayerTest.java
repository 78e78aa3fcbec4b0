package org.showerforge.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.detector.Layer.Axis;

/** Where the cells of a layer are. */
final class LayerTest {
  private static final List<Double> EDGES = List.of(1.0, 3.0, 4.0, 10.0);

  @Test
  void rectangularCellsFollowEachOtherAlongY() {
    Layer layer = new RectangularLayer("l", 2, 3, 10, 4, 1);
    assertThat(layer.cells()).isEqualTo(6);
    assertThat(layer.rows()).isEqualTo(2);
    assertThat(layer.columns()).isEqualTo(3);
    assertThat(layer.row(5)).isEqualTo(1);
    assertThat(layer.column(3)).isZero();
    assertThat(layer.centreMm(Axis.X, 0)).isEqualTo(-5);
    assertThat(layer.centreMm(Axis.X, 4)).isEqualTo(5);
    assertThat(layer.centreMm(Axis.Y, 3)).isEqualTo(-4);
    assertThat(layer.centreMm(Axis.Y, 4)).isZero();
    assertThat(layer.reachMm(Axis.Y)).isEqualTo(4);
    assertThat(layer.mirrored(Axis.X, 1)).isEqualTo(4);
    assertThat(layer.mirrored(Axis.Y, 3)).isEqualTo(5);
    assertThat(layer.resolves(Axis.X)).isTrue();
    assertThat(new RectangularLayer("l", 1, 3, 10, 4, 1).resolves(Axis.X)).isFalse();
  }

  @Test
  void polarCellsFollowEachOtherAlongR() {
    Layer layer = new PolarLayer("p", 4, EDGES, 0);
    assertThat(layer.cells()).isEqualTo(12);
    assertThat(layer.rows()).isEqualTo(4);
    assertThat(layer.columns()).isEqualTo(3);
    // Sector 0 spans -pi..-pi/2, so its middle is at -3/4 pi; sector 2 spans 0..pi/2.
    double half = Math.sqrt(0.5);
    assertThat(layer.centreMm(Axis.X, 0)).isCloseTo(-2 * half, within(1e-12));
    assertThat(layer.centreMm(Axis.Y, 0)).isCloseTo(-2 * half, within(1e-12));
    assertThat(layer.centreMm(Axis.X, 8)).isCloseTo(7 * half, within(1e-12));
    assertThat(layer.centreMm(Axis.Y, 8)).isCloseTo(7 * half, within(1e-12));
    assertThat(layer.reachMm(Axis.X)).isCloseTo(7 * half, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 10, 16})
  void aPolarCellMirroredLiesAtTheMirroredPlace(int sectors) {
    Layer layer = new PolarLayer("p", sectors, EDGES, 0);
    for (Axis axis : Axis.values()) {
      Axis other = axis == Axis.X ? Axis.Y : Axis.X;
      if (!layer.isSymmetric(axis)) {
        assertThat(sectors % 2).isOne();
        assertThatThrownBy(() -> layer.mirrored(axis, 0))
            .isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      for (int cell = 0; cell < layer.cells(); cell++) {
        int image = layer.mirrored(axis, cell);
        assertThat(layer.column(image)).isEqualTo(layer.column(cell));
        assertThat(layer.mirrored(axis, image)).isEqualTo(cell);
        assertThat(layer.centreMm(axis, image))
            .isCloseTo(-layer.centreMm(axis, cell), within(1e-9));
        assertThat(layer.centreMm(other, image))
            .isCloseTo(layer.centreMm(other, cell), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void aPolarPlaceIsInTheCellThatItsAngleAndRadiusSay(int sectors) {
    Layer layer = new PolarLayer("p", sectors, EDGES, 0);
    for (int sector = 0; sector < sectors; sector++) {
      for (int ring = 0; ring < 3; ring++) {
        double alpha = -Math.PI + 2 * Math.PI * (sector + 0.25) / sectors;
        double r = EDGES.get(ring) + 0.1;
        assertThat(layer.cellAt(r * Math.cos(alpha), r * Math.sin(alpha)))
            .isEqualTo(3 * sector + ring);
      }
    }
    assertThat(layer.cellAt(0.5, 0)).isEqualTo(-1);
    assertThat(layer.cellAt(0, 10)).isEqualTo(-1);
    assertThat(layer.cellAt(-5, 0.0)).isEqualTo(3 * (sectors - 1) + 2);
    assertThat(layer.cellAt(-5, -0.0)).isEqualTo(2);
    assertThat(layer.cellAt(Double.NaN, 1)).isEqualTo(-1);
  }

  @Test
  void sectorsResolveAnAxisOnlyWhenTheirCentresDiffer() {
    assertThat(new PolarLayer("p", 1, EDGES, 0).resolves(Axis.X)).isFalse();
    assertThat(new PolarLayer("p", 1, EDGES, 0).resolves(Axis.Y)).isFalse();
    assertThat(new PolarLayer("p", 2, EDGES, 0).resolves(Axis.X)).isFalse();
    assertThat(new PolarLayer("p", 2, EDGES, 0).resolves(Axis.Y)).isTrue();
    assertThat(new PolarLayer("p", 3, EDGES, 0).resolves(Axis.X)).isTrue();
    assertThat(new PolarLayer("p", 1, EDGES, 0).centreMm(Axis.X, 2)).isZero();
  }

  @Test
  void impossibleLayersAreRefused() {
    assertRefused(() -> new RectangularLayer("l", 0, 1, 1, 1, 1), "0 x 1");
    assertRefused(() -> new RectangularLayer("l", 65536, 65536, 1, 1, 1), "at most 1000000");
    assertRefused(() -> new RectangularLayer("l", 1, 1, Double.NaN, 1, 1), "NaN");
    assertRefused(() -> new RectangularLayer("l", 1, 1, 1, 1, 0), "positive");
    assertRefused(() -> new PolarLayer("l", 0, EDGES, 0), "alpha bins must be 1..65536, got 0");
    assertRefused(() -> new PolarLayer("l", 60_000, doubles(20), 0), "60000 x 19 cells");
    assertRefused(() -> new PolarLayer("l", 1, List.of(0.0), 0), "2..65537, got 1");
    assertRefused(() -> new PolarLayer("l", 1, List.of(0.0, 0.0), 0), "increasing");
    assertRefused(() -> new PolarLayer("l", 1, List.of(-1.0, 0.0), 0), ">= 0");
    assertRefused(() -> new PolarLayer("l", 1, List.of(0.0, Double.NaN), 0), "NaN");
    assertRefused(() -> new PolarLayer("l", 1, List.of(0.0, 1 / 0.0), 0), "Infinity");
    assertRefused(() -> new PolarLayer("l", 1, EDGES, -1), "depth");
    assertRefused(() -> new PolarLayer("l", 1, doubles(65_538), 0), "got 65538");
  }

  private static List<Double> doubles(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> (double) i).toList();
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable making, String reason) {
    assertThatThrownBy(making)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("layer l: ")
        .hasMessageContaining(reason);
  }
}
