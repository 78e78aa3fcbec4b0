package org.showerforge.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.card.Json;
import org.showerforge.detector.Condition;

/** How conditions are drawn, and how a configuration says it. */
final class DistributionTest {
  @Test
  void everyKindIsReadAndWrittenTheSame() {
    for (String text :
        new String[] {"{fixed: 10}", "{uniform: [1, 20]}", "{logUniform: [1.5, 20]}"}) {
      Distribution read = parse(text);
      assertThat(Json.convert(Json.tree(read), Distribution.class, "again")).isEqualTo(read);
    }
    assertThat(parse("{fixed: 10}")).isEqualTo(new Distribution(Distribution.Kind.FIXED, 10, 10));
  }

  @Test
  void valuesFollowTheKind() {
    assertThat(parse("{fixed: 10}").value(0.3)).isEqualTo(10);
    assertThat(parse("{uniform: [1, 21]}").value(0.25)).isEqualTo(6);
    assertThat(parse("{logUniform: [1, 100]}").value(0.5)).isCloseTo(10, within(1e-5f));
  }

  /** These ends are no floats: the nearest ones lie above, below, or on either side. */
  @Test
  void valuesAreAcceptedByARangeThatFloatsDoNotHit() {
    for (double low : new double[] {0.1, 0.7, 1.1, 3}) {
      for (double high : new double[] {3.1, 20.1, 20.7, 65.3}) {
        for (Distribution.Kind kind : Distribution.Kind.values()) {
          Distribution distribution = new Distribution(kind, low, high);
          Condition condition = new Condition("energy", "GeV", low, high, Condition.Scale.LOG);
          assertThat(condition.accepts(low * 0.999)).isFalse();
          assertThat(condition.accepts(high * 1.001)).isFalse();
          assertThat(condition.accepts(Double.NaN)).isFalse();
          for (double unit : new double[] {0x1p-25, 0.5, 1 - 0x1p-25}) {
            assertThat(condition.accepts(distribution.value(unit))).isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{uniform: [2, 1]}",
        "{logUniform: [0, 1]}",
        "{uniform: [1]}",
        "{uniform: 3}",
        "{fixed: [1, 2]}",
        "{fixed: ten}",
        "{gauss: [1, 2]}",
        "{fixed: 1, uniform: [1, 2]}",
        "{}"
      })
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(UserException.class)
        .message()
        .containsAnyOf("must be", "is drawn as")
        .doesNotContain("\n");
  }

  /** Something that has conditions, as a request does. */
  private record Holder(Map<String, Distribution> conditions) {}

  private static Distribution parse(String text) {
    return java.util.Objects.requireNonNull(
        Json.convert(
                Json.parseYamlValue("conditions: {energy: %s}".formatted(text), "test"),
                Holder.class,
                "test")
            .conditions()
            .get("energy"));
  }
}
