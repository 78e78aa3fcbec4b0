package org.showerforge.jobs.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.showerforge.averaging.ShardMemory;
import org.showerforge.jobs.train.ShardTask.Begun;
import org.showerforge.jobs.train.ShardTask.Contribution;
import org.showerforge.jobs.train.ShardTask.Kept;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;

/**
 * Shards send coded deltas and keep a {@link ShardMemory}, as a persisted RDD of the round whose
 * lineage leads over the rounds before it back to the last whole one. So what an executor takes
 * down with it is made again, by the same rounds from the same states, with the same bytes; which
 * is why the states since that round stay broadcast.
 */
final class CodedDeltas implements Exchange {
  /** What the RDDs are called on Spark's pages. */
  static final String NAME = "what shards keep";

  private final JavaSparkContext sc;
  private final JavaRDD<Shard> shards;
  private final List<Broadcast<StageState>> sinceWhole = new ArrayList<>();
  private @Nullable JavaRDD<Kept> last;
  private @Nullable JavaRDD<Kept> attempt;
  private boolean whole;

  CodedDeltas(JavaSparkContext sc, JavaRDD<Shard> shards) {
    this.sc = sc;
    this.shards = shards;
  }

  @Override
  public void begin(StageState from, boolean resumable) {
    whole = resumable;
    sinceWhole.add(sc.broadcast(from));
  }

  @Override
  public JavaRDD<Contribution> results(ShardTask task) {
    Broadcast<StageState> state = sinceWhole.get(sinceWhole.size() - 1);
    if (whole) {
      return onShards(
          state,
          (shard, begun, events, memory) ->
              memory == null
                  ? task.whole(shard, begun, events)
                  : task.whole(shard, begun, events, memory));
    }
    drop(attempt);
    attempt =
        onShards(
                state,
                (shard, begun, events, memory) ->
                    task.coded(
                        shard,
                        begun,
                        events,
                        memory == null ? ShardMemory.after(begun.state()) : memory))
            .setName(NAME)
            .persist(StorageLevel.MEMORY_AND_DISK());
    return attempt.map(Kept::contribution);
  }

  /** What a shard does with its events and with what it has kept, if it has. */
  @FunctionalInterface
  private interface Work<T> extends Serializable {
    T of(int shard, Begun begun, Shard events, @Nullable ShardMemory memory);
  }

  private <T> JavaRDD<T> onShards(Broadcast<StageState> state, Work<T> work) {
    if (last == null) {
      return shards.mapPartitionsWithIndex(
          (shard, events) ->
              List.of(work.of(shard, WholeStates.begun(state), events.next(), null)).iterator(),
          true);
    }
    // Both have one partition per shard, so the task's partition is the shard's number.
    return shards.zipPartitions(
        last,
        (events, kept) -> {
          Begun begun = WholeStates.begun(state);
          ShardMemory memory = kept.next().memory();
          int shard = TaskContext.getPartitionId();
          return List.of(work.of(shard, begun, events.next(), memory)).iterator();
        });
  }

  @Override
  public void end() {
    drop(last);
    last = attempt;
    attempt = null;
    if (whole) {
      sinceWhole.forEach(Broadcast::destroy);
      sinceWhole.clear();
    }
  }

  @Override
  public void close() {
    drop(attempt);
    drop(last);
    sinceWhole.forEach(Broadcast::destroy);
    sinceWhole.clear();
  }

  private static void drop(@Nullable JavaRDD<Kept> kept) {
    if (kept != null) {
      kept.unpersist(false);
    }
  }
}
