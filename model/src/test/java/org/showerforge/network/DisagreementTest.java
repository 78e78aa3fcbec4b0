package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How far workers came apart, against textbook sums over parameters and workers. */
final class DisagreementTest {
  /** More than one block of either network, and neither a whole number of blocks. */
  private static final int GENERATOR = 1500;

  private static final int PARAMETERS = 2600;

  @Test
  void spreadOverUpdateOfEachNetwork() {
    StageState from = state(new float[] {1, 1, 10});
    StageState a = state(new float[] {2, 1, 11});
    StageState b = state(new float[] {6, 1, 11});
    Disagreement disagreement = Disagreement.of(from, List.of(a, b), List.of(3, 1));
    // Steps of the first parameter are 1 and 5: mean 2, variance 3/4 1 + 1/4 9 = 3; none of the
    // second.
    assertThat(disagreement.generator()).isCloseTo(Math.sqrt(3) / 2, within(1e-12));
    assertThat(disagreement.critic()).isZero();
  }

  @Test
  void oneWorkerAgreesWithItself() {
    Random random = new Random(1);
    StageState from = random(random, new float[PARAMETERS], 1);
    Disagreement disagreement =
        Disagreement.of(from, List.of(random(random, from.parameters(), 0.1)), List.of(7));
    assertThat(disagreement).isEqualTo(new Disagreement(0, 0));
  }

  @Test
  void agreesWithTheTextbook() {
    Random random = new Random(2);
    StageState from = random(random, new float[PARAMETERS], 1);
    List<Integer> weights = List.of(10, 20, 30);
    List<StageState> ends = new ArrayList<>();
    for (int worker = 0; worker < 3; worker++) {
      ends.add(random(random, from.parameters(), 1e-4 * (1 + worker)));
    }
    Disagreement disagreement = Disagreement.of(from, ends, weights);
    assertThat(disagreement.generator())
        .isCloseTo(textbook(from, ends, weights, 0, GENERATOR), within(1e-9));
    assertThat(disagreement.critic())
        .isCloseTo(textbook(from, ends, weights, GENERATOR, PARAMETERS), within(1e-9));
  }

  @Test
  void independentStepsComeToTheRootOfTheirNumberLessOne() {
    Random random = new Random(3);
    StageState from = random(random, new float[PARAMETERS], 1);
    List<StageState> ends = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int worker = 0; worker < 10; worker++) {
      ends.add(random(random, from.parameters(), 0.01));
      weights.add(5);
    }
    // Of 1,500 parameters: the ratio is known to some 2 %.
    assertThat(Disagreement.of(from, ends, weights).generator()).isCloseTo(3, within(0.3));
  }

  private static double textbook(
      StageState from, List<StageState> ends, List<Integer> weights, int first, int end) {
    double variances = 0;
    double updates = 0;
    for (int i = first; i < end; i++) {
      double mean = 0;
      for (int k = 0; k < 3; k++) {
        mean += weights.get(k) / 60.0 * ends.get(k).parameters()[i];
      }
      for (int k = 0; k < 3; k++) {
        variances += weights.get(k) / 60.0 * Math.pow(ends.get(k).parameters()[i] - mean, 2);
      }
      updates += Math.pow(mean - from.parameters()[i], 2);
    }
    return Math.sqrt(variances / (end - first)) / Math.sqrt(updates / (end - first));
  }

  private static StageState random(Random random, float[] centre, double width) {
    float[] parameters = new float[centre.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (centre[i] + width * random.nextGaussian());
    }
    return new StageState(parameters, new float[1], new float[GENERATOR]);
  }

  private static StageState state(float[] parameters) {
    return new StageState(parameters, new float[1], new float[2]);
  }
}
