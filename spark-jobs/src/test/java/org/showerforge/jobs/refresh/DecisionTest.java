package org.showerforge.jobs.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.jobs.settings.Settings;
import org.showerforge.metrics.Judged;

/** Who is promoted. */
final class DecisionTest {
  private static final RefreshConfig CONFIG = config("{aucLow: {max: 0.9}}");

  private static RefreshConfig config(String gate) {
    return Settings.resolve(
        "refresh",
        "",
        List.of("registry=r", "line=a/b", "work=w", "gate=" + gate),
        RefreshConfig.class);
  }

  private static Map<String, Judged> figures(double high, double low) {
    return Map.of("aucHigh", new Judged(high, 0.01, 0.5), "aucLow", new Judged(low, 0.01, 0.5));
  }

  private static Decision against(double high, double low) {
    return Decision.of(CONFIG, figures(high, low), figures(0.7, 0.8));
  }

  @Test
  void theFirstNeedsTheGateAlone() {
    assertThat(Decision.of(CONFIG, figures(0.99, 0.89), Map.of()).promoted()).isTrue();
    Decision refused = Decision.of(CONFIG, figures(0.6, 0.91), Map.of());
    assertThat(refused.promoted()).isFalse();
    assertThat(refused.reasons())
        .containsExactly("challenger: aucLow 0.91000: at most 0.90000 not kept");
  }

  @Test
  void aChallengerMustBeBetterBeyondNoise() {
    assertThat(against(0.66, 0.8).promoted()).as("2.8 standard errors").isTrue();
    assertThat(against(0.68, 0.79).promoted()).as("1.4 and 0.7").isFalse();
    assertThat(against(0.68, 0.79).reasons())
        .contains("not better by more than 2.0 standard errors")
        .anyMatch(reason -> reason.startsWith("aucHigh 0.6800 +- 0.010, the incumbent's 0.7000"));
  }

  @Test
  void whatIsWorseInOneFigureIsNotPromoted() {
    Decision mixed = against(0.6, 0.84);
    assertThat(mixed.promoted()).isFalse();
    assertThat(mixed.reasons())
        .contains("worse than the incumbent by more than 2.0 standard errors");
  }

  @Test
  void anIncumbentThatNoLongerKeepsTheGateGoes() {
    Decision decision = Decision.of(CONFIG, figures(0.9, 0.89), figures(0.7, 0.95));
    assertThat(decision.promoted()).isTrue();
    assertThat(decision.reasons()).contains("the incumbent no longer describes the data");
  }

  @Test
  void aFigureThatIsNotThereIsAnError() {
    assertThatThrownBy(
            () ->
                Decision.of(
                    config("{}"), Map.of("aucHigh", new Judged(1, 1, 1)), figures(0.7, 0.8)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("aucLow");
    assertThatThrownBy(() -> config("{fpd: {maxTimesIncumbent: 1}}"))
        .hasMessageContaining("maxTimesIncumbent");
  }
}
