package org.showerforge.averaging;

import java.io.Serializable;
import org.showerforge.UserException;

/**
 * How many local iterations the next round has: twice those of the last while the workers agree,
 * half of them when they do not. That the best period changes over a training, and that the spread
 * of the workers says how, is from Jiang and Agrawal (2020, arXiv 2007.06134); they compare the
 * spread with the learning rate, here it is compared with the round's update, which needs no
 * constant that depends on the updater.
 *
 * <p>The decision rests on figures that are the same on any cluster and stand in the history, so a
 * resumed training takes the same ones.
 *
 * @param disagreement below which workers agree, in units of sqrt(N - 1), which N workers come to
 *     that walk at random (see {@link org.showerforge.network.Disagreement}); 0: they never do, and
 *     the period is constant
 * @param max iterations of the longest round
 */
public record AdaptivePeriod(double disagreement, int max) implements Serializable {
  static final AdaptivePeriod CONSTANT = new AdaptivePeriod(0, Integer.MAX_VALUE);

  /** Checks the ranges. */
  public AdaptivePeriod {
    if (!(disagreement >= 0 && disagreement <= 1)) {
      throw new UserException("disagreement: must be 0..1, got %s", disagreement);
    }
    if (max < 1) {
      throw new UserException("max: must be >= 1, got %d", max);
    }
  }

  /**
   * The iterations of the next round.
   *
   * @param period those of the last
   * @param least those of the shortest
   * @param measured the disagreement after the last
   * @param workers that were averaged in it
   */
  public int next(int period, int least, double measured, int workers) {
    boolean agreed = measured < disagreement * Math.sqrt(workers - 1);
    return agreed ? (int) Math.min(2L * period, max) : Math.max(period / 2, least);
  }
}
