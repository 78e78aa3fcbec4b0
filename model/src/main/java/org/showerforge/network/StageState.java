package org.showerforge.network;

import java.io.Serializable;
import java.util.List;

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

  /**
   * The weighted mean of several workers' states, summed in their order so that the result is the
   * same every time.
   *
   * @param weights events of each worker's shard
   */
  public static StageState mean(List<StageState> states, List<Integer> weights) {
    return new StageState(
        mean(states.stream().map(StageState::parameters).toList(), weights),
        mean(states.stream().map(StageState::updater).toList(), weights),
        mean(states.stream().map(StageState::average).toList(), weights));
  }

  // The sum is kept in double precision, so that its order costs nothing in accuracy.
  private static float[] mean(Iterable<float[]> parts, List<Integer> weights) {
    double total = weights.stream().mapToDouble(Integer::doubleValue).sum();
    double[] sum = new double[0];
    int part = 0;
    for (float[] values : parts) {
      sum = sum.length == 0 ? new double[values.length] : sum;
      double share = weights.get(part++) / total;
      for (int i = 0; i < values.length; i++) {
        sum[i] += share * values[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) sum[i];
    }
    return mean;
  }

  /** The size of its numbers. */
  public long bytes() {
    return (long) Float.BYTES * (parameters.length + updater.length + average.length);
  }

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
