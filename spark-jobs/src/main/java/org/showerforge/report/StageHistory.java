package org.showerforge.report;

import java.util.List;

/**
 * The training of one stage of a generator.
 *
 * @param stage the stage, e.g. {@code shapes}
 * @param series what was followed
 */
public record StageHistory(String stage, List<HistorySeries> series) {
  /** Copies the series. */
  public StageHistory {
    series = List.copyOf(series);
  }
}
