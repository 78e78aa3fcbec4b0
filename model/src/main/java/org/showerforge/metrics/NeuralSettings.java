package org.showerforge.metrics;

import java.util.List;
import org.showerforge.UserException;

/**
 * The neural classifier; CaloChallenge's has three hidden layers of 2,048 and 50 epochs.
 *
 * @param hidden widths of its hidden layers; none: it is left out
 * @param epochs passes over the training events
 */
public record NeuralSettings(List<Integer> hidden, int epochs) {
  private static final int MAX_WIDTH = 8192;

  /** Checks the keys. */
  public NeuralSettings {
    hidden = List.copyOf(hidden);
    for (int width : hidden) {
      if (width < 1 || width > MAX_WIDTH) {
        throw new UserException("hidden: a layer's width must be 1..%d, got %d", MAX_WIDTH, width);
      }
    }
    if (epochs < 1) {
      throw new UserException("epochs: must be >= 1, got %d", epochs);
    }
  }
}
