package org.showerforge.montecarlo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random numbers against their distributions. */
final class EventRandomTest {
  private static final int DRAWS = 40_000;

  /** Kolmogorov's 0.1 % bound: 1.95/sqrt(n). */
  private static final double BOUND = 1.95 / Math.sqrt(DRAWS);

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 4.5, 60})
  void gammaVariatesFollowTheirDistribution(double shape) {
    EventRandom random = started();
    double[] parts = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      parts[i] = Gamma.regularizedGammaP(shape, random.gamma(shape));
    }
    assertUniform(parts);
  }

  @Test
  void pointsOfTheDiscAreUniform() {
    EventRandom random = started();
    double[] squares = new double[DRAWS];
    double[] angles = new double[DRAWS];
    double together = 0;
    for (int i = 0; i < DRAWS; i++) {
      random.disc();
      squares[i] = random.square();
      angles[i] = Math.atan2(random.y(), random.x()) / (2 * Math.PI) + 0.5;
      together += (squares[i] - 0.5) * (angles[i] - 0.5) / DRAWS;
    }
    assertUniform(squares);
    assertUniform(angles);
    assertThat(together).isCloseTo(0, within(4.5 / 12 / Math.sqrt(DRAWS)));
  }

  @Test
  void numbersRestartWithTheEvent() {
    EventRandom random = started();
    double first = random.uniform();
    for (int i = 0; i < 1000; i++) {
      random.disc();
    }
    random.begin(3);
    assertThat(random.uniform()).isEqualTo(first);
    random.begin(4);
    assertThat(random.uniform()).isNotEqualTo(first);
  }

  private static EventRandom started() {
    EventRandom random = new EventRandom(ShowerMonteCarlo.generator(21));
    random.begin(3);
    return random;
  }

  private static void assertUniform(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double worst = 0;
    for (int i = 0; i < sorted.length; i++) {
      worst = Math.max(worst, Math.abs(sorted[i] - (i + 0.5) / sorted.length));
    }
    assertThat(worst).isLessThan(BOUND);
  }
}
