package org.showerforge.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nesterov's step in the form of PyTorch's SGD: buf = m buf + g; theta -= lr (g + m buf). */
final class OuterStepTest {
  private static final int LENGTH = 1000;
  private static final int ROUNDS = 8;

  @Test
  void withoutRateAndMomentumTheMeanStaysItself() {
    // 1e9 + (1e-3 - 1e9) is not 1e-3 in any precision.
    float[] mean = {1e-3f, -0f, Float.MIN_VALUE};
    OuterStep.Moved moved = new OuterStep(1, 0).move(new float[] {1e9f, 1, 1}, mean, new float[0]);
    assertThat(moved.parameters()).isSameAs(mean);
    assertThat(moved.velocity()).isEmpty();
  }

  @Test
  void aRateAloneGoesPartOfTheWay() {
    OuterStep.Moved moved =
        new OuterStep(0.25, 0).move(new float[] {1, 2}, new float[] {5, -2}, new float[0]);
    assertThat(moved.parameters()).containsExactly(2, 1);
    assertThat(moved.velocity()).isEmpty();
  }

  @Test
  void momentumIsNesterovs() {
    Random random = new Random(1);
    OuterStep step = new OuterStep(0.7, 0.9);
    float[] parameters = new float[LENGTH];
    float[] velocity = new float[0];
    double[] theta = new double[LENGTH];
    double[] buf = new double[LENGTH];
    for (int round = 0; round < ROUNDS; round++) {
      float[] mean = new float[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        double gradient = random.nextGaussian();
        mean[i] = (float) (parameters[i] - gradient);
        buf[i] = 0.9 * buf[i] + gradient;
        theta[i] -= 0.7 * (gradient + 0.9 * buf[i]);
      }
      OuterStep.Moved moved = step.move(parameters, mean, velocity);
      parameters = moved.parameters();
      velocity = moved.velocity();
    }
    for (int i = 0; i < LENGTH; i++) {
      assertThat((double) parameters[i]).isCloseTo(theta[i], within(1e-4));
    }
  }
}
