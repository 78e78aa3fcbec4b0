package org.showerforge.averaging;

import java.io.Serializable;
import org.showerforge.network.StageState;

/**
 * What a shard keeps for itself from one round to the next when deltas are coded: what its codes
 * have left out so far, which goes into its next delta (error feedback: Seide et al. 2014, "1-bit
 * SGD"; Karimireddy et al. 2019, arXiv 1901.09847), and the updater's moments.
 *
 * <p>Moments are not sent, as in DiLoCo (arXiv 2311.08105): Adam divides by the root of the second,
 * so an error that is small beside the largest of a block would throw the small ones off. Every
 * round that can be resumed from is whole: all shards send all they have, what was left out
 * included, and start anew from the mean.
 *
 * @param updater the moments
 * @param parameters what the codes have left out of the parameters
 * @param average the same of the moving average
 */
public record ShardMemory(float[] updater, float[] parameters, float[] average)
    implements Serializable {

  /** What a shard sends, and what it keeps. */
  public record Coded(ShardResult sent, ShardMemory kept) implements Serializable {}

  /** Nothing is left out of a whole state. */
  public static ShardMemory after(StageState whole) {
    return new ShardMemory(
        whole.updater(), new float[whole.parameters().length], new float[whole.average().length]);
  }

  /** Where this shard starts when a state has come without moments. */
  public StageState start(StageState sent) {
    return new StageState(sent.parameters(), updater, sent.average());
  }

  /**
   * Codes a round.
   *
   * @param start what all shards started from
   * @param end where this one ended
   */
  public Coded code(StageState start, StageState end) {
    CodedDelta.Rest ofParameters = CodedDelta.of(start.parameters(), end.parameters(), parameters);
    CodedDelta.Rest ofAverage = CodedDelta.of(start.average(), end.average(), average);
    return new Coded(
        new ShardResult.Coded(ofParameters.delta(), ofAverage.delta()),
        new ShardMemory(end.updater(), ofParameters.residual(), ofAverage.residual()));
  }

  /** Where the shard ended, with all that its codes have left out. */
  public ShardResult whole(StageState end) {
    return new ShardResult.Whole(
        new StageState(
            sum(end.parameters(), parameters), end.updater(), sum(end.average(), average)));
  }

  private static float[] sum(float[] values, float[] more) {
    float[] sum = new float[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = values[i] + more[i];
    }
    return sum;
  }
}
