package org.showerforge.jobs.train;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/** Which task runs where, and since when, as Spark's scheduler tells. */
final class RunningTasks extends SparkListener {
  private final Map<Integer, Integer> resultStages = new HashMap<>();
  private final Map<Integer, Map<Integer, TaskInfo>> running = new HashMap<>();

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    // A job's last stage is made after those that it needs.
    scala.collection.JavaConverters.seqAsJavaList(start.stageIds()).stream()
        .map(Integer.class::cast)
        .max(Integer::compare)
        .ifPresent(stage -> resultStages.put(start.jobId(), stage));
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    resultStages.remove(end.jobId());
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    TaskInfo task = start.taskInfo();
    running.computeIfAbsent(start.stageId(), id -> new HashMap<>()).put(task.partitionId(), task);
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    Map<Integer, TaskInfo> tasks = running.get(end.stageId());
    if (tasks == null) {
      return;
    }
    TaskInfo ended = end.taskInfo();
    tasks.computeIfPresent(
        ended.partitionId(), (id, task) -> task.taskId() == ended.taskId() ? null : task);
    if (tasks.isEmpty()) {
      running.remove(end.stageId());
    }
  }

  /** The running tasks of a job's last stage, by partition. */
  synchronized Map<Integer, TaskInfo> of(int job) {
    Integer stage = resultStages.get(job);
    return stage == null ? Map.of() : Map.copyOf(running.getOrDefault(stage, Map.of()));
  }
}
