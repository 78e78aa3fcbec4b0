package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.PolarLayer;
import org.showerforge.network.Shard;

/** What a stage is given of prepared events. */
final class StageEventsTest {
  private static final DetectorSpec CALOGAN = TestGenerators.CALOGAN;

  @Test
  void reflectionsAreInvolutionsInsideLayers() {
    int[] identity = IntStream.range(0, CALOGAN.cells()).toArray();
    int[][] orders = StageEvents.reflections(CALOGAN);
    assertThat(orders).hasNumberOfRows(4);
    assertThat(orders[0]).isEqualTo(identity);
    assertThat(orders[1]).isNotEqualTo(orders[2]);
    for (int[] order : orders) {
      assertThat(IntStream.of(order).sorted().toArray()).isEqualTo(identity);
      for (int l = 0; l < CALOGAN.layers().size(); l++) {
        int from = CALOGAN.offset(l);
        int to = from + CALOGAN.layers().get(l).cells();
        for (int i = from; i < to; i++) {
          assertThat(order[i]).isBetween(from, to - 1);
          assertThat(order[order[i]]).isEqualTo(i);
        }
      }
    }
    assertThat(IntStream.of(orders[1]).map(i -> orders[2][i]).toArray()).isEqualTo(orders[3]);
  }

  @Test
  void reflectionsMirrorPositions() {
    int[][] orders = StageEvents.reflections(CALOGAN);
    for (int l = 0; l < CALOGAN.layers().size(); l++) {
      Layer layer = CALOGAN.layers().get(l);
      int from = CALOGAN.offset(l);
      for (int cell = 0; cell < layer.cells(); cell++) {
        for (int variant = 0; variant < orders.length; variant++) {
          int image = orders[variant][from + cell] - from;
          double signX = (variant & 1) != 0 ? -1 : 1;
          double signY = (variant & 2) != 0 ? -1 : 1;
          assertThat(layer.centreMm(Layer.Axis.X, image))
              .isCloseTo(signX * layer.centreMm(Layer.Axis.X, cell), within(1e-9));
          assertThat(layer.centreMm(Layer.Axis.Y, image))
              .isCloseTo(signY * layer.centreMm(Layer.Axis.Y, cell), within(1e-9));
        }
      }
    }
  }

  /** Energy and count of three layers, a width along two axes of each, and ratios. */
  private static final int TOTALS = 15;

  @Test
  void shapesAreTheRootOfTheEnergyFraction() {
    CascadeTransform transform = TestGenerators.transform();
    float[] response = new float[2 * CALOGAN.cells()];
    response[CALOGAN.cells() + 5] = 40;
    response[CALOGAN.cells() + 6] = -1;
    Shard shapes =
        StageEvents.shard(
            "shapes",
            transform,
            new long[] {1, 2},
            new float[] {2, 10},
            response,
            new float[] {1, 2});
    double scale = transform.scale();
    assertThat(shapes.response()[CALOGAN.cells() + 5])
        .isCloseTo((float) (scale * Math.cbrt(40 / 10_000.0)), within(1e-6f));
    assertThat(shapes.response()[CALOGAN.cells() + 6]).isZero();
    float[] back = {shapes.response()[CALOGAN.cells() + 5]};
    transform.cellsMeV(back, 0, 1, 10);
    assertThat(back[0]).isCloseTo(40, within(1e-4f));
    assertThat(shapes.threshold()[0])
        .isCloseTo((float) (scale * Math.cbrt(1 / 2000.0)), within(1e-6f));
    assertThat(shapes.conditions()).hasSize(2 * (1 + TOTALS + 1));
    // (20 GeV / E)^(1/3), the unit of the cells' noise.
    assertThat(shapes.conditions()[1 + TOTALS]).isCloseTo((float) Math.cbrt(10), within(1e-5f));
    assertThat(shapes.weights()).containsExactly(1, 2);
    assertThat(shapes.orders()).hasNumberOfRows(4);
  }

  @Test
  void totalsAreScoresThatDependOnTheEventAlone() {
    CascadeTransform transform = TestGenerators.transform();
    float[] response = new float[2 * CALOGAN.cells()];
    for (int i = 0; i < response.length; i++) {
      response[i] = i % 7;
    }
    float[] conditions = {2, 10};
    Shard both =
        StageEvents.shard(
            "totals", transform, new long[] {8, 9}, conditions, response, new float[] {1, 1});
    Shard second =
        StageEvents.shard(
            "totals",
            transform,
            new long[] {9},
            new float[] {10},
            java.util.Arrays.copyOfRange(response, CALOGAN.cells(), response.length),
            new float[] {1});
    assertThat(java.util.Arrays.copyOfRange(both.response(), TOTALS, 2 * TOTALS))
        .isEqualTo(second.response());
    for (float score : both.response()) {
      assertThat(score).isBetween(-4f, 4f);
    }
    assertThat(both.orders()).isDeepEqualTo(new int[][] {IntStream.range(0, TOTALS).toArray()});
  }

  @Test
  void anAxisAlongWhichALayerIsNotSymmetricHasNoReflections() {
    List<Double> edges = List.of(0.0, 1.0, 3.0);
    DetectorSpec even = polar(new PolarLayer("a", 4, edges, 0), new PolarLayer("b", 1, edges, 0));
    // Sectors of two rings, counter-clockwise from -pi: alpha to pi - alpha exchanges 0 with 1 and
    // 2 with 3, alpha to -alpha 0 with 3 and 1 with 2.
    assertThat(StageEvents.reflections(even))
        .isDeepEqualTo(
            new int[][] {
              {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
              {2, 3, 0, 1, 6, 7, 4, 5, 8, 9},
              {6, 7, 4, 5, 2, 3, 0, 1, 8, 9},
              {4, 5, 6, 7, 0, 1, 2, 3, 8, 9}
            });
    DetectorSpec odd = polar(new PolarLayer("a", 4, edges, 0), new PolarLayer("b", 3, edges, 0));
    assertThat(StageEvents.reflections(odd))
        .isDeepEqualTo(
            new int[][] {
              {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13},
              {6, 7, 4, 5, 2, 3, 0, 1, 12, 13, 10, 11, 8, 9}
            });
  }

  private static DetectorSpec polar(PolarLayer... layers) {
    return new DetectorSpec("polar", CALOGAN.conditions(), List.of(layers), 1, List.of());
  }
}
