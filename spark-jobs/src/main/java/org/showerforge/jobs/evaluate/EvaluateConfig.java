package org.showerforge.jobs.evaluate;

import org.showerforge.UserException;

/**
 * What the evaluate job is asked to do; {@code evaluate.yaml} documents the keys.
 *
 * @param showers folder that generate wrote
 * @param reference folder that prepare wrote
 * @param output folder to make
 * @param generator the generator's folder, or empty
 * @param label what the report calls the sample
 * @param maxEvents of each sample
 * @param seed of the classifier's folds
 */
public record EvaluateConfig(
    String showers,
    String reference,
    String output,
    String generator,
    String label,
    int maxEvents,
    long seed) {
  private static final int MAX_EVENTS = 1_000_000;

  /** Checks the keys. */
  public EvaluateConfig {
    if (showers.isBlank() || reference.isBlank() || output.isBlank()) {
      throw new UserException("showers, reference and output: must name folders");
    }
    if (maxEvents < 1 || maxEvents > MAX_EVENTS) {
      throw new UserException("maxEvents: must be 1..%d, got %d", MAX_EVENTS, maxEvents);
    }
  }
}
