package org.showerforge.network;

import java.io.Serializable;

/**
 * All that a stage's training carries from one round to the next; averaging over workers is element
 * by element.
 *
 * @param parameters both networks, in DL4J's flat order
 * @param updater Adam's moments, in DL4J's flat order
 * @param average the generator's exponential moving average
 */
public record StageState(float[] parameters, float[] updater, float[] average)
    implements Serializable {

  /** Whether no number is NaN or infinite. */
  public boolean isFinite() {
    return finite(parameters) && finite(updater) && finite(average);
  }

  private static boolean finite(float[] values) {
    // A sum of products with zero is NaN as soon as one value is not finite, without a branch per
    // value.
    float sum = 0;
    for (float value : values) {
      sum += value * 0f;
    }
    return sum == 0f;
  }
}
