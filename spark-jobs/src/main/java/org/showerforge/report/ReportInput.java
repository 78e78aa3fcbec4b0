package org.showerforge.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.showerforge.metrics.Evaluation;

/**
 * All that a report is made of.
 *
 * @param facts what is reported on
 * @param evaluation its evaluation
 * @param histories the training of its stages; may be empty
 * @param cards the cards of generator, data and showers by title, in the order of the page
 */
public record ReportInput(
    ReportFacts facts,
    Evaluation evaluation,
    List<StageHistory> histories,
    Map<String, JsonNode> cards) {
  /** Copies list and map. */
  public ReportInput {
    histories = List.copyOf(histories);
    cards = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(cards));
  }
}
