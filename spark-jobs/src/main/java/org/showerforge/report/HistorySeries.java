package org.showerforge.report;

import java.util.List;
import org.showerforge.UserException;

/**
 * One quantity that was followed during training.
 *
 * @param panel the chart that it is drawn in, e.g. {@code loss}; series of one panel share axes
 * @param name its name, e.g. {@code critic}
 * @param rounds the averaging rounds at which it was taken
 * @param values its values, one per round; what is not finite is left out of the chart
 */
public record HistorySeries(String panel, String name, List<Integer> rounds, List<Double> values) {
  /** Copies the lists. */
  public HistorySeries {
    rounds = List.copyOf(rounds);
    values = List.copyOf(values);
    if (rounds.size() != values.size()) {
      throw new UserException(
          "history of %s: %d rounds but %d values", name, rounds.size(), values.size());
    }
  }
}
