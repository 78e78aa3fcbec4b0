package org.showerforge.jobs.train;

import java.io.Serializable;
import org.showerforge.averaging.ShardMemory;
import org.showerforge.averaging.ShardResult;
import org.showerforge.backend.Philox;
import org.showerforge.jobs.compute.TaskDevice;
import org.showerforge.jobs.watch.ShardTimes;
import org.showerforge.jobs.watch.TaskCounters;
import org.showerforge.network.RoundStatistics;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * What a shard does in a round: a pure function of (state, what the shard keeps, shard, seed, first
 * iteration, attempt).
 *
 * @param run the stage's training
 * @param first the number of the round's first iteration
 * @param iterations how many
 * @param attempt 0, or how often the round was rejected before
 * @param counters are told of the work
 */
record ShardTask(StageRun run, long first, int iterations, int attempt, TaskCounters counters)
    implements Serializable {

  /**
   * What comes back.
   *
   * @param sent what the shard made of the state
   * @param finite whether all numbers were, those included that are not sent
   * @param statistics of its iterations
   * @param times of the task
   */
  record Contribution(
      ShardResult sent, boolean finite, RoundStatistics statistics, ShardTimes times)
      implements Serializable {
    /** Java's serialisation calls it on the driver, when all else has been read. */
    private Object readResolve() {
      return new Contribution(sent, finite, statistics, times.arrivedNow());
    }
  }

  /** What is sent, and what the shard keeps for the next round. */
  record Kept(Contribution contribution, ShardMemory memory) implements Serializable {}

  /** A task under way: the state is there, its reading is timed. */
  record Begun(StageState state, ShardTimes.Watch watch) {}

  private record Trained(StageTrainer.Round round, ShardTimes times) {
    Contribution contribution(ShardResult sent) {
      return new Contribution(sent, round.state().isFinite(), round.statistics(), times);
    }
  }

  /** Trains and sends the state as it is. */
  Contribution whole(int shard, Begun begun, Shard events) {
    Trained trained = train(shard, begun, begun.state(), events);
    return trained.contribution(new ShardResult.Whole(trained.round.state()));
  }

  /** Trains from what the shard has kept, and sends all of it. */
  Contribution whole(int shard, Begun begun, Shard events, ShardMemory memory) {
    Trained trained = train(shard, begun, memory.start(begun.state()), events);
    return trained.contribution(memory.whole(trained.round.state()));
  }

  /** Trains from what the shard has kept, and sends a coded delta. */
  Kept coded(int shard, Begun begun, Shard events, ShardMemory memory) {
    Trained trained = train(shard, begun, memory.start(begun.state()), events);
    ShardMemory.Coded coded = memory.code(begun.state(), trained.round.state());
    return new Kept(trained.contribution(coded.sent()), coded.kept());
  }

  private Trained train(int shard, Begun begun, StageState from, Shard events) {
    String pool = run.id() + "@" + TaskDevice.bind(run.compute());
    StageTrainer trainer = TrainerPool.take(pool, run.design(), run.schedule());
    begun.watch.loaded();
    StageTrainer.Round round;
    try {
      round = trainer.run(from, events, noise(shard), first, iterations);
    } catch (RuntimeException e) {
      trainer.close();
      throw e;
    }
    TrainerPool.giveBack(pool, trainer);
    ShardTimes times = begun.watch.computed();
    counters.add((long) iterations * run.schedule().samplesPerIteration(), times);
    return new Trained(round, times);
  }

  /** The noise of a shard; that of a round's first attempt does not know of others. */
  private Philox noise(int shard) {
    return attempt == 0 ? Philox.of(run.seed(), shard) : Philox.of(run.seed(), shard, attempt);
  }
}
