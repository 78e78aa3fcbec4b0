package org.showerforge.report;

import java.util.List;

/**
 * How fast a generator is on one thread of the machine that evaluated it, CaloChallenge's figures
 * (arXiv 2410.21611).
 *
 * @param processor the machine's
 * @param parameters of both stages' generators
 * @param batches at batches of 1, 100 and 10,000
 */
public record GenerationSpeed(String processor, long parameters, List<Batch> batches) {
  /** Copies the list. */
  public GenerationSpeed {
    batches = List.copyOf(batches);
  }

  /**
   * A batch size.
   *
   * @param events asked for at a time
   * @param millisecondsPerShower the median of some calls; one call makes at least 1,024
   */
  public record Batch(int events, double millisecondsPerShower) {}
}
