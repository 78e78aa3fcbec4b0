package org.showerforge.jobs.train;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.showerforge.jobs.train.ShardTask.Begun;
import org.showerforge.jobs.train.ShardTask.Contribution;
import org.showerforge.jobs.watch.ShardTimes;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;

/** States go out and come back as they are; shards keep nothing from one round to the next. */
final class WholeStates implements Exchange {
  private final JavaSparkContext sc;
  private final JavaRDD<Shard> shards;
  private @Nullable Broadcast<StageState> out;

  WholeStates(JavaSparkContext sc, JavaRDD<Shard> shards) {
    this.sc = sc;
    this.shards = shards;
  }

  @Override
  public void begin(StageState from, boolean resumable) {
    out = sc.broadcast(from);
  }

  @Override
  public JavaRDD<Contribution> results(ShardTask task) {
    Broadcast<StageState> state = java.util.Objects.requireNonNull(out);
    return shards.mapPartitionsWithIndex(
        (shard, events) -> List.of(task.whole(shard, begun(state), events.next())).iterator(),
        true);
  }

  /** Reads the state that went out, on the task's clock. */
  static Begun begun(Broadcast<StageState> state) {
    ShardTimes.Watch watch = new ShardTimes.Watch();
    StageState value = state.value();
    watch.read();
    return new Begun(value, watch);
  }

  @Override
  public void end() {
    if (out != null) {
      out.destroy();
      out = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
