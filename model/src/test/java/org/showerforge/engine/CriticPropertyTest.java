package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.backend.Activation;

/**
 * A critic's gradients against central differences of a naive one, for every map, activation, loss
 * and penalty together, with random widths, batches, conditions, weights of either sign, label
 * smoothing and feature matching: 1470 critics.
 *
 * <p>The limit is what central differences reach: see {@link Differences}. A critic that comes
 * within 1e-3 of a kink is drawn anew.
 */
final class CriticPropertyTest {
  private static final double LIMIT = 1e-6;

  static Stream<Arguments> lossesAndPenalties() {
    return Arrays.stream(LossCase.values())
        .flatMap(
            loss ->
                Arrays.stream(Penalty.Kind.values()).map(penalty -> Arguments.of(loss, penalty)));
  }

  @ParameterizedTest
  @MethodSource("lossesAndPenalties")
  void gradientsAreThoseOfDifferences(LossCase loss, Penalty.Kind penalty) {
    long seed = (loss.name() + penalty.name()).hashCode();
    for (MapCase maps : MapCase.values()) {
      for (Activation.Kind activation : Activation.Kind.values()) {
        CriticTwin.Case kind = new CriticTwin.Case(maps, activation, loss, penalty);
        CriticTwin.Errors errors = CriticTwin.errors(kind, Faults.NONE, seed++);
        assertThat(errors.weights()).as("weights of %s", kind).isLessThan(LIMIT);
        assertThat(errors.response()).as("response of %s", kind).isLessThan(LIMIT);
      }
    }
  }
}
