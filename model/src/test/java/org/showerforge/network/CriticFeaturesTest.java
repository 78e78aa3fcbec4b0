package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.backend.HostBackend;
import org.showerforge.backend.Matrix;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.PolarLayer;
import org.showerforge.engine.CriticFeature;

/** Features of polar layers against loops over sectors and rings. */
final class CriticFeaturesTest {
  private static final int BATCH = 5;
  private static final int ROOT = 2;
  private static final double SCALE = 1.7;
  private static final double[][] EDGES = {{0, 2, 5}, {1, 4, 6, 11}, {0, 7}};
  private static final int[] SECTORS = {5, 4, 1};
  private static final int CELLS = 5 * 2 + 4 * 3 + 1;

  private static DetectorSpec detector(double thresholdMeV) {
    return new DetectorSpec(
        "polar",
        List.of(new Condition("energy", "GeV", 1, 10, Condition.Scale.LOG)),
        List.of(
            new PolarLayer("a", 5, List.of(0.0, 2.0, 5.0), 0),
            new PolarLayer("b", 4, List.of(1.0, 4.0, 6.0, 11.0), 0),
            new PolarLayer("c", 1, List.of(0.0, 7.0), 0)),
        thresholdMeV,
        List.of());
  }

  /** What a feature gives for one event, number by number. */
  private interface Naive {
    void add(int layer, double[][] energy, List<Double> numbers);
  }

  @Test
  void profilesAreFractionsBySectorThenByRing() {
    assertAgree(
        "profiles",
        (layer, e, numbers) -> {
          double sum = sum(e);
          for (double[] sector : e) {
            numbers.add(30 * sum(new double[][] {sector}) / sum);
          }
          for (int ring = 0; ring < e[0].length; ring++) {
            double of = 0;
            for (double[] sector : e) {
              of += sector[ring];
            }
            numbers.add(30 * of / sum);
          }
        });
  }

  @Test
  void momentsAreOfXAndYInUnitsOfTheFarthestCentre() {
    assertAgree(
        "moments",
        (layer, e, numbers) -> {
          if (e.length == 1) {
            // A ring's centre is on the axis.
            return;
          }
          for (int axis = 0; axis < 2; axis++) {
            double first = 0;
            double second = 0;
            double reach = 0;
            for (int a = 0; a < e.length; a++) {
              for (int r = 0; r < e[a].length; r++) {
                double alpha = -Math.PI + (a + 0.5) * 2 * Math.PI / e.length;
                double x =
                    (EDGES[layer][r] + EDGES[layer][r + 1])
                        / 2
                        * (axis == 0 ? Math.cos(alpha) : Math.sin(alpha));
                first += x * e[a][r];
                second += x * x * e[a][r];
                reach = Math.max(reach, Math.abs(x));
              }
            }
            numbers.add(60 * first / reach / sum(e));
            numbers.add(60 * second / (reach * reach) / sum(e));
          }
        });
  }

  /** The number of cells above an energy, in thresholds, is a sum of steep sigmoids. */
  @Test
  void cellsAreCountedByLayer() {
    String name = "spectrum";
    double[] energies = {0.5, 1, 2, 5};
    SplittableRandom random = new SplittableRandom(6);
    float[] response = new float[BATCH * CELLS];
    float[] threshold = new float[BATCH];
    for (int i = 0; i < response.length; i++) {
      response[i] = (float) (4 * random.nextDouble());
    }
    for (int i = 0; i < BATCH; i++) {
      threshold[i] = (float) (1 + random.nextDouble());
    }
    HostBackend backend = new HostBackend();
    CriticFeatures features = CriticFeatures.ofCells(detector(1), List.of(name), ROOT, SCALE);
    List<CriticFeature> built = features.build(backend, BATCH);
    assertThat(built).hasSize(energies.length);
    assertThat(features.width()).isEqualTo(built.stream().mapToInt(CriticFeature::width).sum());
    Matrix in = backend.allocate(BATCH, CELLS);
    Matrix limits = backend.allocate(BATCH, 1);
    backend.write(response, in);
    backend.write(threshold, limits);
    for (int k = 0; k < energies.length; k++) {
      Matrix out = backend.allocate(BATCH, built.get(k).width());
      built.get(k).apply(in, limits, out);
      float[] found = new float[BATCH * built.get(k).width()];
      backend.read(out, found);
      List<Double> expected = new ArrayList<>();
      for (int event = 0; event < BATCH; event++) {
        double limit = threshold[event] * Math.pow(energies[k], 1.0 / ROOT);
        int cell = event * CELLS;
        for (int layer = 0; layer < SECTORS.length; layer++) {
          int rings = EDGES[layer].length - 1;
          double sum = 0;
          for (int i = 0; i < SECTORS[layer] * rings; i++) {
            sum += 0.3 / (1 + Math.exp(-16 * (response[cell++] / limit - 1)));
          }
          expected.add(sum);
        }
      }
      assertThat(found).hasSize(expected.size());
      for (int i = 0; i < found.length; i++) {
        assertThat((double) found[i]).as("%s %d", name, i).isCloseTo(expected.get(i), within(1e-4));
      }
    }
  }

  private static double sum(double[][] energy) {
    double sum = 0;
    for (double[] sector : energy) {
      for (double e : sector) {
        sum += e;
      }
    }
    return sum;
  }

  private static void assertAgree(String name, Naive naive) {
    SplittableRandom random = new SplittableRandom(4);
    float[] response = new float[BATCH * CELLS];
    for (int i = 0; i < response.length; i++) {
      response[i] = (float) (2 + random.nextDouble());
    }
    CriticFeatures features = CriticFeatures.ofCells(detector(1), List.of(name), ROOT, SCALE);
    HostBackend backend = new HostBackend();
    CriticFeature feature = features.build(backend, BATCH).get(0);
    Matrix in = backend.allocate(BATCH, CELLS);
    Matrix threshold = backend.allocate(BATCH, 1);
    Matrix out = backend.allocate(BATCH, feature.width());
    backend.write(response, in);
    feature.apply(in, threshold, out);
    float[] found = new float[BATCH * feature.width()];
    backend.read(out, found);
    assertThat(features.width()).isEqualTo(feature.width());

    List<Double> expected = new ArrayList<>();
    int next = 0;
    for (int event = 0; event < BATCH; event++) {
      for (int layer = 0; layer < SECTORS.length; layer++) {
        double[][] energy = new double[SECTORS[layer]][EDGES[layer].length - 1];
        for (double[] sector : energy) {
          for (int ring = 0; ring < sector.length; ring++) {
            // (E/E_inc)^(1/2) times the scale, undone.
            sector[ring] = Math.pow(response[next++] / SCALE, ROOT);
          }
        }
        naive.add(layer, energy, expected);
      }
    }
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("number %d", i)
          .isCloseTo(expected.get(i), within(1e-3 * Math.max(1, Math.abs(expected.get(i)))));
    }
  }

  @Test
  void ringsAloneHaveNoMoments() {
    DetectorSpec rings =
        new DetectorSpec(
            "rings",
            detector(1).conditions(),
            List.of(new PolarLayer("c", 1, List.of(0.0, 7.0, 9.0), 0)),
            1,
            List.of());
    CriticFeatures features = CriticFeatures.ofCells(rings, List.of("moments", "profiles"), 1, 1);
    assertThat(features.width()).isEqualTo(3);
    assertThat(features.build(new HostBackend(), BATCH)).hasSize(1);
  }

  @Test
  void occupancyWithoutAThresholdIsRefused() {
    assertThatThrownBy(() -> CriticFeatures.ofCells(detector(0), List.of("occupancy"), 1, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("occupancy and spectrum need a read-out threshold, detector polar");
  }
}
