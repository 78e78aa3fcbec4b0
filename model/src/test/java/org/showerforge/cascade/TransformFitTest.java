package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/** A transform is not fitted to events that tell nothing. */
final class TransformFitTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");

  @ParameterizedTest
  @ValueSource(floats = {0, 0.5f})
  void aResponseWithoutSpreadIsRefused(float cellMeV) {
    float[] response = new float[CALOGAN.cells()];
    java.util.Arrays.fill(response, cellMeV);
    TransformFit fit = new TransformFit(CALOGAN, 3, true, true);
    List<TransformFit.Row> rows = new ArrayList<>();
    for (int event = 0; event < 200; event++) {
      rows.add(fit.reduce(event, 10, response, 0));
    }
    assertThatThrownBy(() -> fit.fit(rows))
        .isInstanceOf(UserException.class)
        .hasMessage("response: no spread, all 200 events are alike; there is nothing to learn");
  }
}
