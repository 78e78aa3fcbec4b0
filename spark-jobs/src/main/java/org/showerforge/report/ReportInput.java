package org.showerforge.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.showerforge.metrics.Evaluation;
import org.showerforge.metrics.Gate;
import org.showerforge.metrics.WholeComparison;

/**
 * All that a report is made of.
 *
 * @param facts what is reported on
 * @param evaluation its evaluation
 * @param whole the whole data sets compared; null if the evaluation has all their events
 * @param speed of the generator; null if none was given
 * @param gate what a gate said; empty without one
 * @param histories the training of its stages; may be empty
 * @param cards the cards of generator, data and showers by title, in the order of the page
 */
public record ReportInput(
    ReportFacts facts,
    Evaluation evaluation,
    @Nullable WholeComparison whole,
    @Nullable GenerationSpeed speed,
    List<Gate.Outcome> gate,
    List<StageHistory> histories,
    Map<String, JsonNode> cards) {
  /** Copies list and map. */
  public ReportInput {
    gate = List.copyOf(gate);
    histories = List.copyOf(histories);
    cards = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(cards));
  }
}
