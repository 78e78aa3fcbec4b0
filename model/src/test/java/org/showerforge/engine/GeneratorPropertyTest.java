package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.backend.Activation;

/**
 * A generator's gradients through layers, head, critic features and a fixed critic, against central
 * differences of a naive implementation: every map, activation, head and feature together, with
 * random widths, batch normalisation in a third of the layers and any loss. 1372 generators; the
 * limit is as in {@link CriticPropertyTest}.
 */
final class GeneratorPropertyTest {
  private static final double LIMIT = 1e-6;

  static Stream<Arguments> headsAndFeatures() {
    return Arrays.stream(HeadCase.values())
        .flatMap(
            head ->
                Arrays.stream(FeatureCase.values()).map(feature -> Arguments.of(head, feature)));
  }

  @ParameterizedTest
  @MethodSource("headsAndFeatures")
  void gradientsAreThoseOfDifferences(HeadCase head, FeatureCase feature) {
    long seed = (head.name() + feature.name()).hashCode();
    for (MapCase maps : MapCase.values()) {
      for (Activation.Kind activation : Activation.Kind.values()) {
        GeneratorTwin.Case kind = new GeneratorTwin.Case(maps, activation, head, feature);
        double error = GeneratorTwin.error(kind, Faults.NONE, seed++);
        assertThat(error).as("weights of %s", kind).isLessThan(LIMIT);
      }
    }
  }
}
