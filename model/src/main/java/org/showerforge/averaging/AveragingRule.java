package org.showerforge.averaging;

import java.io.Serializable;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.network.LayerDesign;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;

/**
 * What an averaging round does beyond the plain mean; each key's default leaves the plain mean as
 * it is, to the last bit.
 *
 * @param outer step from the round's start towards the mean
 * @param adaptivePeriod local iterations of the next round
 * @param deltaBits 32: shards send their states; 8: they send coded deltas, see {@link ShardMemory}
 * @param quorum fraction of the shards whose results a round waits for; those that are late then
 *     are dropped (Chen et al. 2016, arXiv 1604.00981, backup workers), so which results are
 *     averaged depends on the machines
 */
public record AveragingRule(
    OuterStep outer, AdaptivePeriod adaptivePeriod, int deltaBits, double quorum)
    implements Serializable {
  /** The mean of all, and nothing else. */
  public static final AveragingRule PLAIN =
      new AveragingRule(OuterStep.PLAIN, AdaptivePeriod.CONSTANT, Float.SIZE, 1);

  /** So that 0.07 of 100 shards are 7, whatever the last bit of the product. */
  private static final double ROUNDING = 1e-9;

  /** Checks the keys. */
  public AveragingRule {
    if (deltaBits != Float.SIZE && deltaBits != Byte.SIZE) {
      throw new UserException("deltaBits: must be 32 or 8, got %d", deltaBits);
    }
    if (!(quorum > 0 && quorum <= 1)) {
      throw new UserException("quorum: must be in (0, 1], got %s", quorum);
    }
    if (quorum < 1 && deltaBits == Byte.SIZE) {
      throw new UserException(
          "quorum: with deltaBits 8 every shard must be heard in every round, since the next coded"
              + " delta builds on the last; set quorum to 1 or deltaBits to 32");
    }
  }

  /** What goes from one round to the next: the state, and the outer step's velocity. */
  public record Averaged(StageState state, float[] velocity) {
    /** Before the first round. */
    public static Averaged start(StageState state) {
      return new Averaged(state, new float[0]);
    }
  }

  /** Refuses networks that this rule could break. */
  public void check(StageDesign design) {
    boolean exact = outer.plainMean() && !codesDeltas();
    if (!exact && design.generator().stream().anyMatch(LayerDesign::batchNorm)) {
      throw new UserException(
          "averaging: an outer step or 8-bit deltas could push the running variance of %s's"
              + " batchNorm below 0; remove batchNorm, or set averaging.outer and averaging.deltaBits"
              + " to their defaults",
          design.name());
    }
  }

  /** Whether shards send coded deltas. */
  public boolean codesDeltas() {
    return deltaBits == Byte.SIZE;
  }

  /** How many results a round of so many shards waits for. */
  public int needed(int shards) {
    return Math.max(1, (int) Math.ceil(quorum * shards - ROUNDING));
  }

  /**
   * The next state. The outer step acts on the parameters alone: the updater's moments and the
   * moving average are the mean's, since neither is something that one descends along.
   *
   * @param from where the shards started
   * @param states where they ended, in the order of the shards
   * @param sizes events of each of these shards
   */
  public Averaged next(Averaged from, List<StageState> states, List<Integer> sizes) {
    StageState mean = StageState.mean(states, sizes);
    OuterStep.Moved moved =
        outer.move(from.state().parameters(), mean.parameters(), from.velocity());
    return new Averaged(
        new StageState(moved.parameters(), mean.updater(), mean.average()), moved.velocity());
  }
}
