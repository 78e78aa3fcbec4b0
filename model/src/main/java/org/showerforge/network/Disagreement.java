package org.showerforge.network;

import java.util.List;

/**
 * How far the workers of an averaging round came apart: the root mean square over the parameters of
 * their standard deviation across workers, as a fraction of the root mean square of the round's
 * update of the mean. 0 for one worker; N workers whose steps are independent and of mean 0 come to
 * sqrt(N - 1), since such steps average out.
 *
 * @param generator of the generator's parameters
 * @param critic of the critic's
 */
public record Disagreement(double generator, double critic) {
  /** As many sums of a block as stay in the first-level cache, whatever the networks' size. */
  private static final int BLOCK = 1024;

  /**
   * Compares what workers made of the same state.
   *
   * @param from where they started
   * @param states where each ended, in the order of the shards
   * @param weights events of each worker's shard
   */
  public static Disagreement of(StageState from, List<StageState> states, List<Integer> weights) {
    List<float[]> ends = states.stream().map(StageState::parameters).toList();
    double total = weights.stream().mapToDouble(Integer::doubleValue).sum();
    double[] shares = weights.stream().mapToDouble(weight -> weight / total).toArray();
    float[] start = from.parameters();
    int generator = from.average().length;
    return new Disagreement(
        relative(start, ends, shares, 0, generator),
        relative(start, ends, shares, generator, start.length));
  }

  /**
   * Sums run over the steps d = end - start, which are small, so that mean(d^2) - mean(d)^2 loses
   * no digits that matter.
   */
  private static double relative(
      float[] start, List<float[]> ends, double[] shares, int from, int to) {
    double[] means = new double[BLOCK];
    double[] squares = new double[BLOCK];
    double variance = 0;
    double update = 0;
    for (int block = from; block < to; block += BLOCK) {
      int length = Math.min(BLOCK, to - block);
      java.util.Arrays.fill(means, 0);
      java.util.Arrays.fill(squares, 0);
      for (int worker = 0; worker < shares.length; worker++) {
        float[] end = ends.get(worker);
        for (int i = 0; i < length; i++) {
          double step = (double) end[block + i] - start[block + i];
          means[i] += shares[worker] * step;
          squares[i] += shares[worker] * step * step;
        }
      }
      for (int i = 0; i < length; i++) {
        double square = means[i] * means[i];
        update += square;
        variance += Math.max(0, squares[i] - square);
      }
    }
    return variance == 0 ? 0 : Math.sqrt(variance / update);
  }
}
