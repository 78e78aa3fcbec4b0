package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is summed in parts is what the metrics on arrays say of the whole. */
final class ShapeSumsTest {
  private static final ShowerSample A =
      TestShowers.make(700, 1, TestShowers.Distortion.NONE).withThreshold();
  private static final ShowerSample B =
      TestShowers.make(700, 2, new TestShowers.Distortion(1.05, 1.1)).withThreshold();
  private static final ShapeSums.Binning BINNING = ShapeSums.Binning.of(A, B);

  private static ShapeSums inParts(ShowerSample sample, int... ends) {
    ShapeSums all = new ShapeSums(BINNING);
    int from = 0;
    for (int end : ends) {
      ShapeSums part = new ShapeSums(BINNING);
      part.add(rows(sample, from, end));
      all.add(part);
      from = end;
    }
    return all;
  }

  private static ShowerSample rows(ShowerSample sample, int from, int to) {
    int cells = sample.spec().cells();
    float[] conditions = new float[to - from];
    float[] response = new float[(to - from) * cells];
    for (int n = from; n < to; n++) {
      conditions[n - from] = sample.condition(n, 0);
      for (int cell = 0; cell < cells; cell++) {
        response[(n - from) * cells + cell] = sample.cellMeV(n, cell);
      }
    }
    return new ShowerSample(sample.spec(), to - from, conditions, response);
  }

  @Test
  void separationPowersAreThoseOfTheWholeArrays() {
    List<Feature> a = ShowerShapes.of(A);
    List<Feature> b = ShowerShapes.of(B);
    ShapeSums first = inParts(A, 100, 333, 700);
    ShapeSums second = inParts(B, 699, 700);
    assertThat(first.events()).isEqualTo(700);
    for (int k = 0; k < a.size(); k++) {
      assertThat(SeparationPower.ofFractions(first.fractions(k), second.fractions(k)))
          .as(a.get(k).name())
          .isCloseTo(SeparationPower.of(a.get(k).values(), b.get(k).values()), within(1e-12));
      assertThat(first.mean(k))
          .isCloseTo(Arrays.stream(a.get(k).values()).average().orElseThrow(), within(1e-7));
    }
  }

  @Test
  void theFrechetDistanceIsThatOfTheWholeArrays() {
    double found = inParts(A, 500, 700).moments().distance(inParts(B, 20, 700).moments());
    assertThat(found).isCloseTo(FrechetDistance.between(scaled(A), scaled(B)), within(1e-6));
  }

  /** Shapes over their greatest values in A. */
  private static FeatureTable scaled(ShowerSample sample) {
    List<Feature> shapes = ShowerShapes.of(sample);
    float[] values = new float[sample.size() * shapes.size()];
    for (int k = 0; k < shapes.size(); k++) {
      for (int n = 0; n < sample.size(); n++) {
        values[n * shapes.size() + k] = (float) (shapes.get(k).value(n) / BINNING.scale()[k]);
      }
    }
    return TestTables.of(sample.size(), shapes.size(), values);
  }

  @Test
  void howPartsAreCutChangesRoundingAtMost() {
    ShapeSums one = inParts(A, 700);
    ShapeSums many = inParts(A, 10, 20, 400, 700);
    for (int k = 0; k < BINNING.edges().length; k++) {
      assertThat(many.fractions(k)).isEqualTo(one.fractions(k));
      assertThat(many.mean(k)).isCloseTo(one.mean(k), within(1e-9 * (1 + Math.abs(one.mean(k)))));
    }
  }
}
