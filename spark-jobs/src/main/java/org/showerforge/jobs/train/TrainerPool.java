package org.showerforge.jobs.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageTrainer;
import org.showerforge.network.TrainingSchedule;

/**
 * The trainers of one executor: their buffers are allocated once and used again in the next round.
 * A trainer's state is overwritten at the start of every round, so which one a task gets does not
 * matter.
 */
public final class TrainerPool {
  private static final Map<String, Deque<StageTrainer>> IDLE = new HashMap<>();

  private TrainerPool() {}

  /**
   * A trainer for this task alone.
   *
   * @param stageRun tells apart the stages and runs that use this executor, and after an {@code @}
   *     its devices; idle trainers of other stages and runs are dropped
   */
  public static StageTrainer take(String stageRun, StageDesign design, TrainingSchedule schedule) {
    synchronized (IDLE) {
      String anyDevice = stageRun.substring(0, stageRun.lastIndexOf('@') + 1);
      drop(key -> !key.startsWith(anyDevice));
      Deque<StageTrainer> idle = IDLE.get(stageRun);
      if (idle != null && !idle.isEmpty()) {
        return idle.pop();
      }
    }
    return StageTrainer.create(design, schedule);
  }

  /** Not left to the garbage collector, which knows nothing of a GPU's memory. */
  private static void drop(Predicate<String> stageRuns) {
    IDLE.forEach(
        (key, trainers) -> {
          if (stageRuns.test(key)) {
            trainers.forEach(StageTrainer::close);
          }
        });
    IDLE.keySet().removeIf(stageRuns);
  }

  /** Takes a trainer back. */
  public static void giveBack(String stageRun, StageTrainer trainer) {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(stageRun, key -> new ArrayDeque<>()).push(trainer);
    }
  }
}
