package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Philox;
import org.showerforge.network.StageSampler;

/** A first stage with random weights makes no normal scores; corrected, it does. */
final class ScoreFitTest {
  private static final GeneratorArtifact GENERATOR = TestGenerators.artifact();
  private static final CascadeTransform TRANSFORM =
      GENERATOR.card().transform().withCorrections(List.of());

  @Test
  void correctedScoresAreNormal() {
    float[] energies = new float[500];
    for (int n = 0; n < energies.length; n++) {
      energies[n] = 1 + 19 * n / 500f;
    }
    List<NormalScore> corrections =
        ScoreFit.fit(TestGenerators.recipe(), TRANSFORM, GENERATOR.weights(), energies);
    double[][] drawn = drawn(energies);
    NormalDistribution normal = new NormalDistribution(0, 1);
    double worst = 0;
    for (int k = 0; k < drawn.length; k++) {
      double[] corrected = new double[drawn[k].length];
      for (int n = 0; n < corrected.length; n++) {
        corrected[n] = corrections.get(k).value(drawn[k][n], condition(energies, n));
      }
      Arrays.sort(corrected);
      Arrays.sort(drawn[k]);
      for (double level : new double[] {0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99}) {
        int at = (int) (level * corrected.length);
        double asked = normal.inverseCumulativeProbability(level);
        assertThat(corrected[at]).as("total %d, level %s", k, level).isCloseTo(asked, within(0.15));
        worst = Math.max(worst, Math.abs(drawn[k][at] - asked));
      }
    }
    assertThat(worst).isGreaterThan(0.5);
  }

  private static float condition(float[] energies, int n) {
    return TRANSFORM.normalise(energies, n % energies.length)[0];
  }

  /** By total, scores of other noise than the fit's. */
  private static double[][] drawn(float[] energies) {
    int width = TRANSFORM.totals().size();
    int blocks = 8;
    double[][] drawn = new double[width][blocks * ShowerSampler.BLOCK];
    try (StageSampler totals =
        new StageSampler(
            TestGenerators.recipe().design("totals", TRANSFORM),
            GENERATOR.weights().stage("totals"),
            ShowerSampler.BLOCK)) {
      float[] normal = new float[ShowerSampler.BLOCK];
      for (int b = 0; b < blocks; b++) {
        for (int n = 0; n < normal.length; n++) {
          normal[n] = condition(energies, b * ShowerSampler.BLOCK + n);
        }
        float[] block = totals.sample(Philox.of(77), ShowerSampler.events(b), 0, normal);
        for (int i = 0; i < block.length; i++) {
          drawn[i % width][b * ShowerSampler.BLOCK + i / width] = block[i];
        }
      }
    }
    return drawn;
  }
}
