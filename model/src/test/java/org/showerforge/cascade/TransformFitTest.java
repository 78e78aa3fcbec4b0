package org.showerforge.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/**
 * A transform has the totals that were asked for, and is not fitted to events that tell nothing.
 */
final class TransformFitTest {
  private static final DetectorSpec CALOGAN = DetectorSpec.load("calogan");

  @ParameterizedTest
  @ValueSource(floats = {0, 0.5f})
  void aResponseWithoutSpreadIsRefused(float cellMeV) {
    float[] response = new float[CALOGAN.cells()];
    java.util.Arrays.fill(response, cellMeV);
    TransformFit fit = new TransformFit(CALOGAN, 3, true, true, true);
    List<TransformFit.Row> rows = new ArrayList<>();
    for (int event = 0; event < 200; event++) {
      rows.add(fit.reduce(event, 10, response, 0));
    }
    assertThatThrownBy(() -> fit.fit(rows))
        .isInstanceOf(UserException.class)
        .hasMessage("response: no spread, all 200 events are alike; there is nothing to learn");
  }

  @ParameterizedTest
  @CsvSource({"false, false, 6", "true, false, 12", "false, true, 9", "true, true, 15"})
  void theTotalsAreThoseAskedFor(boolean widths, boolean ratios, int size) {
    CascadeTransform transform = TestGenerators.transform(CALOGAN, 3, widths, ratios);
    assertThat(transform.totals()).hasSize(size);
    assertThat(transform.layout().size()).isEqualTo(size);
    assertThat(transform.layout().widths() != null).isEqualTo(widths);
    assertThat(transform.layout().ratios()).isEqualTo(ratios);
    assertThatThrownBy(
            () ->
                new CascadeTransform(
                    CALOGAN,
                    transform.referenceLayer(),
                    widths,
                    !ratios,
                    transform.totals(),
                    3,
                    transform.scale(),
                    transform.countEdges(),
                    List.of(),
                    List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("transform: %d totals do not fit 3 layers", size);
  }
}
