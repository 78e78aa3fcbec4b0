package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** The neural classifier on normal samples whose best possible AUC is known. */
final class NeuralTestTest {
  private static final NeuralSettings SMALL = new NeuralSettings(List.of(32, 32), 10);
  private static final int EVENTS = 4000;
  private static final double[] ONES = {1, 1};

  private static FeatureTable normal(double shift, long seed) {
    return TestTables.gaussian(EVENTS, new double[] {shift, 0}, ONES, seed);
  }

  /** Two normals a distance d apart: AUC = Phi(d/sqrt 2). */
  @Test
  void aShiftIsFoundAsWellAsCanBe() {
    NeuralResult found = NeuralTest.of(normal(0, 1), normal(1, 2), SMALL, 3);
    assertThat(found.auc()).isCloseTo(0.7602, within(4 * found.error()));
    // The Jensen-Shannon divergence of these, in nats, by numerical integration.
    assertThat(found.jsd()).isCloseTo(0.1114, within(0.035));
  }

  @Test
  void equalSamplesAreNotToldApart() {
    NeuralResult found = NeuralTest.of(normal(0, 1), normal(0, 2), SMALL, 3);
    assertThat(found.auc()).isCloseTo(0.5, within(4 * found.error()));
    assertThat(found.jsd()).isLessThan(0.01);
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    NeuralSettings quick = new NeuralSettings(List.of(8), 2);
    assertThat(NeuralTest.of(normal(0, 1), normal(0.5, 2), quick, 3))
        .isEqualTo(NeuralTest.of(normal(0, 1), normal(0.5, 2), quick, 3));
  }

  @Test
  void tooFewEventsAreRefused() {
    FeatureTable few = TestTables.gaussian(100, new double[] {0}, new double[] {1}, 1);
    assertThatThrownBy(() -> NeuralTest.of(few, few, SMALL, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("at least 200 events");
    assertThatThrownBy(() -> new NeuralSettings(List.of(0), 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("must be 1..8192, got 0");
    assertThatThrownBy(() -> new NeuralSettings(List.of(5), 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("epochs");
  }
}
