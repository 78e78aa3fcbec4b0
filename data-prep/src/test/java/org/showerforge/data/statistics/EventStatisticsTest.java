package org.showerforge.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Observable;

/** Statistics against sorted arrays and plain loops, on real showers. */
final class EventStatisticsTest {
  private static final DetectorSpec TABLE =
      new DetectorSpec(
          "table",
          List.of(new Condition("p", "GeV", 1, 100, Condition.Scale.LOG)),
          List.of(),
          0,
          List.of(new Observable("dll", ""), new Observable("mass", "MeV")));

  private static Positrons positrons = new Positrons(new float[0], new float[0]);
  private static int[] all = {};

  @BeforeAll
  static void read() throws IOException {
    positrons = Positrons.read();
    all = IntStream.range(0, positrons.events()).toArray();
  }

  private static float[] ones() {
    float[] weights = new float[all.length];
    Arrays.fill(weights, 1);
    return weights;
  }

  private static byte[] bytes(EventStatistics statistics) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    statistics.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static EventStatistics read(byte[] bytes) throws IOException {
    return EventStatistics.read(
        new DataInputStream(new ByteArrayInputStream(bytes)), Positrons.DETECTOR, "statistics.bin");
  }

  private static StatisticsSummary.Figures figures(StatisticsSummary summary, String name) {
    return summary.quantities().stream()
        .filter(f -> f.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Every event's energy in layer 1, cells 288 to 431 less the first 3 x 96. */
  private static double[] layer1() {
    double[] energies = new double[all.length];
    for (int event : all) {
      for (int cell = 288; cell < 288 + 144; cell++) {
        energies[event] += positrons.response()[event * Positrons.CELLS + cell];
      }
    }
    return energies;
  }

  @Test
  void momentsAreThoseOfPlainLoops() {
    float[] weights = ones();
    Random random = new Random(1);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() * 1.5f - 0.5f;
    }
    StatisticsSummary.Figures figures =
        figures(positrons.statistics(all, weights).summary(), "layer_1 energy");
    double[] values = layer1();
    double w = 0;
    double w2 = 0;
    double wx = 0;
    for (int i = 0; i < values.length; i++) {
      w += weights[i];
      w2 += (double) weights[i] * weights[i];
      wx += weights[i] * values[i];
    }
    double mean = wx / w;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    double effective = w * w / w2;
    assertThat(figures.count()).isEqualTo(7800);
    assertThat(figures.sumOfWeights()).isCloseTo(w, within(2e-6 * w));
    assertThat(figures.sumOfSquaredWeights()).isCloseTo(w2, within(2e-6 * w2));
    assertThat(figures.mean()).isCloseTo(mean, within(2e-6 * mean));
    double sd = Math.sqrt(squares / w * effective / (effective - 1));
    assertThat(figures.sd()).isCloseTo(sd, within(2e-6 * sd));
    Arrays.sort(values);
    assertThat(figures.min()).isCloseTo(values[0], within(2e-6 * values[0]));
    assertThat(figures.max()).isCloseTo(values[7799], within(2e-6 * values[7799]));
  }

  @Test
  void quantilesAreThoseOfTheSortedValues() {
    StatisticsSummary summary = positrons.statistics(all, ones()).summary();
    double[] values = layer1();
    Arrays.sort(values);
    for (int i = 0; i < StatisticsSummary.FRACTIONS.size(); i++) {
      double expected = values[(int) (StatisticsSummary.FRACTIONS.get(i) * values.length)];
      assertThat(figures(summary, "layer_1 energy").quantiles().get(i))
          .isCloseTo(expected, within(0.017 * expected));
    }
  }

  @Test
  void cellsAreThoseOfPlainLoops() {
    StatisticsSummary.Cells cells = positrons.statistics(all, ones()).summary().cells();
    float threshold = (float) Positrons.DETECTOR.thresholdMeV();
    for (int cell : new int[] {0, 143, 150, 350, 360, 450}) {
      double[] values = new double[all.length];
      double hit = 0;
      for (int event : all) {
        float x = positrons.response()[event * Positrons.CELLS + cell];
        values[event] = x;
        hit += x > threshold ? 1 : 0;
      }
      double mean = Arrays.stream(values).average().orElseThrow();
      assertThat(cells.mean().get(cell)).isCloseTo(mean, within(1e-5 * mean + 1e-30));
      assertThat(cells.occupancy().get(cell)).isCloseTo(hit / all.length, within(1e-6));
      Arrays.sort(values);
      assertThat(cells.min().get(cell)).isCloseTo(values[0], within(1e-5 * values[0]));
      assertThat(cells.max().get(cell)).isCloseTo(values[7799], within(1e-5 * values[7799]));
      double median = values[3900];
      // Below 2^-14 MeV all is one bin.
      assertThat(cells.median().get(cell)).isCloseTo(median, within(0.5 * median + 0x1p-14));
    }
  }

  @Test
  void aSpreadOfAMillionthOfTheMeanIsKept() {
    EventStatistics statistics = new EventStatistics(TABLE);
    for (int i = 0; i < 100_000; i++) {
      float value = Math.nextUp(1e6f) + (i % 2 == 0 ? 0 : 1);
      statistics.add(new float[] {1}, 0, new float[] {-3, value}, 0, 0.3f);
    }
    // Half of the values lie 0.5 to either side.
    assertThat(figures(statistics.summary(), "mass").sd()).isCloseTo(0.5, within(1e-5));
    assertThat(figures(statistics.summary(), "dll").sd()).isZero();
  }

  @Test
  void observablesMayBeNegative() {
    EventStatistics statistics = new EventStatistics(TABLE);
    Random random = new Random(2);
    double[] values = new double[20_000];
    for (int i = 0; i < values.length; i++) {
      float value = (float) (10 * random.nextGaussian() - 2);
      values[i] = value;
      statistics.add(new float[] {1}, 0, new float[] {value, 0}, 0, 1);
    }
    Arrays.sort(values);
    StatisticsSummary summary = statistics.summary();
    for (int i = 0; i < StatisticsSummary.FRACTIONS.size(); i++) {
      double expected = values[(int) (StatisticsSummary.FRACTIONS.get(i) * values.length)];
      assertThat(figures(summary, "dll").quantiles().get(i))
          .isCloseTo(expected, within(0.017 * Math.abs(expected) + 1e-3));
    }
    assertThat(figures(summary, "mass").quantiles()).containsOnly(0.0);
    assertThat(summary.cells().mean()).isEmpty();
    assertThat(summary.quantities()).hasSize(4);
  }

  @Test
  void partsAddUpToTheWholeInAnyGrouping() throws IOException {
    EventStatistics whole = positrons.statistics(all, ones());
    for (int seed = 0; seed < 3; seed++) {
      Random random = new Random(seed);
      EventStatistics merged = new EventStatistics(Positrons.DETECTOR);
      EventStatistics branch = new EventStatistics(Positrons.DETECTOR);
      for (int from = 0; from < all.length; ) {
        int to = Math.min(all.length, from + 1 + random.nextInt(2000));
        (random.nextBoolean() ? branch : merged)
            .merge(positrons.statistics(Arrays.copyOfRange(all, from, to), ones()));
        from = to;
      }
      branch.merge(merged);
      // Six digits of every figure, counts and histograms exactly.
      assertThat(branch.summary()).isEqualTo(whole.summary());
      for (int q = 0; q < whole.quantities().size(); q++) {
        assertThat(branch.scalar(q).bins().weights()).isEqualTo(whole.scalar(q).bins().weights());
        assertThat(branch.scalar(q).mean())
            .isCloseTo(whole.scalar(q).mean(), within(1e-14 * whole.scalar(q).mean()));
      }
      for (int cell = 0; cell < Positrons.CELLS; cell++) {
        double mean = whole.cells().mean(cell, 7800);
        assertThat(branch.cells().mean(cell, 7800)).isCloseTo(mean, within(1e-12 * mean));
        assertThat(branch.cells().entries(cell)).isEqualTo(whole.cells().entries(cell));
      }
    }
    assertThat(bytes(positrons.statistics(all, ones()))).isEqualTo(bytes(whole));
  }

  @Test
  void whatIsWrittenIsReadBackToTheLastBit() throws IOException {
    byte[] written = bytes(positrons.statistics(all, ones()));
    EventStatistics back = read(written);
    assertThat(bytes(back)).isEqualTo(written);
    assertThat(back.summary()).isEqualTo(positrons.statistics(all, ones()).summary());
    byte[] json = Json.write(back.summary());
    assertThat(Json.read(new ByteArrayInputStream(json), StatisticsSummary.class, "card"))
        .isEqualTo(back.summary());
    assertThat(json.length).isLessThan(70_000);
  }

  @Test
  void damagedBytesAreRefused() throws IOException {
    byte[] written = bytes(positrons.statistics(Arrays.copyOf(all, 50), ones()));
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = written.clone();
      int at = i < 40 ? i : random.nextInt(written.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> read(damaged))
          .as("byte %d", at)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("statistics.bin: ");
      byte[] cut = Arrays.copyOf(written, random.nextInt(written.length));
      assertThatThrownBy(() -> read(cut)).isInstanceOf(UserException.class);
    }
    assertThatThrownBy(
            () ->
                EventStatistics.read(
                    new DataInputStream(new ByteArrayInputStream(written)), TABLE, "x"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("x: has layers: 3, the statistics of detector table need 0");
  }

  @Test
  void whatIsNotFiniteIsRefusedAndChangesNothing() throws IOException {
    EventStatistics statistics = positrons.statistics(Arrays.copyOf(all, 10), ones());
    byte[] before = bytes(statistics);
    float[] cells = new float[Positrons.CELLS];
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      cells[300] = bad;
      assertThatThrownBy(() -> statistics.add(new float[] {5}, 0, cells, 0, 1))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("detector calogan: an event has the sum of the response of");
      assertThatThrownBy(
              () -> statistics.add(new float[] {bad}, 0, new float[Positrons.CELLS], 0, 1))
          .hasMessageContaining("a condition");
      assertThatThrownBy(
              () -> statistics.add(new float[] {5}, 0, new float[Positrons.CELLS], 0, bad))
          .hasMessageContaining("the weight");
    }
    assertThat(bytes(statistics)).isEqualTo(before);
  }

  @Test
  void picturesHoldEveryEventOnce() {
    EventStatistics statistics = positrons.statistics(all, ones());
    for (HistogramPair pair : HistogramPair.of(statistics, statistics)) {
      double inside = pair.a().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(inside).as(pair.quantity().name()).isBetween(0.985, 1 + 1e-9);
      assertThat(pair.b()).isEqualTo(pair.a());
      assertThat(pair.edges()).isSorted();
      if (pair.quantity().whole()) {
        assertThat(pair.edges())
            .allSatisfy(edge -> assertThat(edge - 0.5).isEqualTo(Math.rint(edge - 0.5)));
      }
      double[] values = layer1();
      if (pair.quantity().name().equals("layer_1 energy")) {
        for (int bin = 0; bin < pair.a().size(); bin++) {
          double low = pair.edges().get(bin);
          double high = pair.edges().get(bin + 1);
          assertThat(7800 * pair.a().get(bin))
              .isCloseTo(
                  (double)
                      Arrays.stream(values)
                          .filter(v -> (float) v >= low && (float) v < high)
                          .count(),
                  within(1e-6));
        }
      }
    }
  }
}
