package org.showerforge.averaging;

import java.io.Serializable;
import org.showerforge.network.StageState;

/** What a shard sends after a round. */
public sealed interface ShardResult extends Serializable {
  /**
   * The state that it stands for; without the updater's moments where these stay with the shard.
   */
  StageState state(StageState start);

  /** The size of its numbers. */
  long bytes();

  /** The state as it is. */
  record Whole(StageState end) implements ShardResult {
    @Override
    public StageState state(StageState start) {
      return end;
    }

    @Override
    public long bytes() {
      return end.bytes();
    }
  }

  /** Coded deltas of parameters and moving average. */
  record Coded(CodedDelta parameters, CodedDelta average) implements ShardResult {
    @Override
    public StageState state(StageState start) {
      return new StageState(
          parameters.from(start.parameters()), new float[0], average.from(start.average()));
    }

    @Override
    public long bytes() {
      return parameters.bytes() + average.bytes();
    }
  }
}
