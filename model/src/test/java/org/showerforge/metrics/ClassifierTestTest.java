package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;

/** The classifier sees what is there and nothing else. */
final class ClassifierTestTest {
  private static final EvaluationSettings SETTINGS =
      new EvaluationSettings(5, new NeuralSettings(List.of(), 1), 2);
  private static final ShowerSample REFERENCE =
      TestShowers.make(1000, 1, TestShowers.Distortion.NONE).withThreshold();
  private static final ShowerSample SAME =
      TestShowers.make(1000, 2, TestShowers.Distortion.NONE).withThreshold();
  private static final ShowerSample WIDER =
      TestShowers.make(1000, 3, new TestShowers.Distortion(1, 1.3)).withThreshold();

  @Test
  void samplesOfOneKindCannotBeToldApart() {
    ClassifierResult high = ClassifierTest.highLevel(REFERENCE, SAME, SETTINGS);
    ClassifierResult low = ClassifierTest.lowLevel(REFERENCE, SAME, SETTINGS);
    assertThat(high.auc()).isCloseTo(0.5, within(3 * high.error()));
    assertThat(low.auc()).isCloseTo(0.5, within(3 * low.error()));
    // At 0.5 the error of an AUC of 1000 against 1000 is sqrt(1/(6 n)) = 0.0129.
    assertThat(high.error()).isCloseTo(0.0129, within(0.001));
  }

  @Test
  void widerShowersAreToldApartAndTheReasonIsFound() {
    ClassifierResult high = ClassifierTest.highLevel(REFERENCE, WIDER, SETTINGS);
    ClassifierResult low = ClassifierTest.lowLevel(REFERENCE, WIDER, SETTINGS);
    assertThat(high.auc()).isGreaterThan(0.9);
    assertThat(low.auc()).isGreaterThan(0.9);
    assertThat(high.folds()).hasSize(ClassifierTest.FOLDS).allMatch(auc -> auc > 0.85);
    assertThat(high.importances()).hasSize(10);
    assertThat(high.importances().get(0).label()).contains("Lateral width");
    assertThat(high.importances().get(0).share()).isBetween(0.1, 1.0);
  }

  @Test
  void theSameSeedGivesTheSameFiguresOnAnyNumberOfThreads() {
    EvaluationSettings alone = new EvaluationSettings(SETTINGS.seed(), SETTINGS.neural(), 1);
    assertThat(ClassifierTest.highLevel(REFERENCE, WIDER, alone))
        .isEqualTo(ClassifierTest.highLevel(REFERENCE, WIDER, SETTINGS));
    assertThat(ClassifierTest.lowLevel(REFERENCE, SAME, alone))
        .isEqualTo(ClassifierTest.lowLevel(REFERENCE, SAME, SETTINGS));
  }

  @Test
  void twinsDoNotFlatter() {
    // The same events on both sides: a model that had met an event's twin would score it wrongly
    // on purpose, and the AUC would fall far below a half. Twins share a fold and tie exactly.
    ClassifierResult twins = ClassifierTest.highLevel(REFERENCE, REFERENCE, SETTINGS);
    assertThat(twins.auc()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void samplesOfDifferentSizesAreRefused() {
    assertThatThrownBy(() -> ClassifierTest.lowLevel(REFERENCE, SAME.first(500), SETTINGS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("got 1000 and 500");
  }
}
