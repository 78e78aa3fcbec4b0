package org.showerforge.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.metrics.KolmogorovSmirnov;

/** Drift is seen where there is some, and where there is none it is not. */
final class DriftTest {
  private static Positrons positrons = new Positrons(new float[0], new float[0]);

  @BeforeAll
  static void read() throws IOException {
    positrons = Positrons.read();
  }

  /** The events in random order. */
  private static int[] shuffled(long seed) {
    List<Integer> order =
        IntStream.range(0, positrons.events()).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] ones() {
    float[] weights = new float[positrons.events()];
    Arrays.fill(weights, 1);
    return weights;
  }

  private static Drift halves(Positrons events, long seed, int first, float[] weights) {
    int[] order = shuffled(seed);
    return Drift.of(
        events.statistics(Arrays.copyOf(order, first), weights),
        events.statistics(Arrays.copyOfRange(order, first, order.length), weights));
  }

  @Test
  void partsOfOneSampleShowNone() {
    int alarms = 0;
    double chi2 = 0;
    int beyondOnePercent = 0;
    int looked = 0;
    for (int seed = 0; seed < 60; seed++) {
      // Halves, and a small part against a large one.
      Drift drift = halves(positrons, seed, seed % 2 == 0 ? 3900 : 1200, ones());
      alarms += drift.drifted() ? 1 : 0;
      chi2 += drift.cells().get(0).chi2PerCell() / 60;
      looked += drift.quantities().size();
      beyondOnePercent +=
          (int) drift.quantities().stream().filter(q -> q.ksProbability() < 0.01).count();
    }
    // 0.06 are expected at most.
    assertThat(alarms).isZero();
    assertThat(chi2).isCloseTo(1, within(0.15));
    // Quantities of a shower are correlated; even so about one in a hundred is below 1 %.
    assertThat(beyondOnePercent).isLessThan(looked / 33);
  }

  @Test
  void weightedPartsOfOneSampleShowNone() {
    float[] weights = ones();
    Random random = new Random(5);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(4) == 0 ? -0.5f : 1.3f;
    }
    for (int seed = 0; seed < 20; seed++) {
      assertThat(halves(positrons, seed, 3900, weights).verdict()).isEqualTo("no drift seen");
    }
  }

  @Test
  void eventsThatCameLaterAreComparedWithoutThoseBefore() {
    int[] order = shuffled(9);
    int[] first = Arrays.copyOf(order, 3900);
    int[] later = Arrays.copyOfRange(order, 3900, order.length);
    EventStatistics before = positrons.statistics(first, ones());
    EventStatistics all = positrons.statistics(first, ones());
    EventStatistics apart = positrons.statistics(later, ones());
    all.merge(apart);
    Drift drift = Drift.of(before, all.without(before));
    Drift expected = Drift.of(before, apart);
    assertThat(drift.eventsB()).isEqualTo(later.length);
    for (int i = 0; i < expected.quantities().size(); i++) {
      assertThat(drift.quantities().get(i).ks()).isEqualTo(expected.quantities().get(i).ks());
      assertThat(drift.quantities().get(i).shift())
          .isCloseTo(expected.quantities().get(i).shift(), within(1e-9));
    }
    for (int c = 0; c < 2; c++) {
      assertThat(drift.cells().get(c).chi2PerCell())
          .isCloseTo(expected.cells().get(c).chi2PerCell(), within(1e-9));
    }
    assertThatThrownBy(() -> before.without(all))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no part of");
  }

  @Test
  void twoPercentInOneLayerAreFoundAndNamed() {
    for (int seed = 0; seed < 5; seed++) {
      int[] order = shuffled(seed);
      float[] response = positrons.response().clone();
      for (int i = 3900; i < order.length; i++) {
        for (int cell = 288; cell < 288 + 144; cell++) {
          response[order[i] * Positrons.CELLS + cell] *= 1.02f;
        }
      }
      Drift drift = halves(new Positrons(positrons.conditions(), response), seed, 3900, ones());
      assertThat(drift.drifted()).isTrue();
      assertThat(drift.verdict()).startsWith("drift: ").contains("layer_1 energy");
      assertThat(drift.verdict()).doesNotContain("layer_0 energy", "layer_2 energy");
      QuantityDrift layer =
          drift.quantities().stream()
              .filter(q -> q.quantity().name().equals("layer_1 energy / incident"))
              .findFirst()
              .orElseThrow();
      assertThat(layer.drifted()).isTrue();
      assertThat(layer.meanB() / layer.meanA()).isCloseTo(1.02, within(0.012));
    }
  }

  @Test
  void aDeadCellIsFoundAndNamed() {
    int dead = 288 + 6 * 12 + 5;
    int[] order = shuffled(1);
    float[] response = positrons.response().clone();
    for (int i = 3900; i < order.length; i++) {
      response[order[i] * Positrons.CELLS + dead] = 0;
    }
    Drift drift = halves(new Positrons(positrons.conditions(), response), 1, 3900, ones());
    assertThat(drift.cells().get(0).drifted()).isTrue();
    assertThat(drift.cells().get(0).worst().get(0).name()).isEqualTo("layer_1 cell (6, 5)");
    assertThat(drift.cells().get(0).worst().get(0).z()).isLessThan(-10);
    assertThat(drift.verdict()).contains("mean energy of layer_1 cell (6, 5)");
  }

  @Test
  void theDistanceIsThatOfTheSortedValues() {
    Drift drift = halves(positrons, 4, 3900, ones());
    int[] order = shuffled(4);
    double[] a = new double[3900];
    double[] b = new double[3900];
    for (int i = 0; i < 3900; i++) {
      a[i] = positrons.conditions()[order[i]];
      b[i] = positrons.conditions()[order[3900 + i]];
    }
    double exact = KolmogorovSmirnov.statistic(a, b);
    QuantityDrift energy =
        drift.quantities().stream()
            .filter(q -> q.quantity().name().equals("energy"))
            .findFirst()
            .orElseThrow();
    // At bin edges only, so at most the exact one, and less by what a bin of 1.6 % may hide.
    assertThat(energy.ks()).isLessThanOrEqualTo(exact + 1e-12).isGreaterThan(0.6 * exact);
  }

  @Test
  void constantsThatDifferAreToldApart() {
    float[] weights = ones();
    int[] order = shuffled(0);
    EventStatistics a = positrons.statistics(order, weights);
    Arrays.fill(weights, 1.0001f);
    Drift drift = Drift.of(a, positrons.statistics(order, weights));
    assertThat(drift.verdict()).isEqualTo("drift: weight");
    assertThat(Drift.of(a, a).verdict()).isEqualTo("no drift seen");
  }

  @Test
  void withoutEventsThereIsNothingToCompare() {
    EventStatistics none = new EventStatistics(Positrons.DETECTOR);
    assertThatThrownBy(() -> Drift.of(none, none))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("A has 0 events");
  }
}
