package org.showerforge.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.TaskInfo;
import org.showerforge.UserException;
import org.showerforge.jobs.tasks.TaskResults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.JavaConverters;
import scala.runtime.BoxedUnit;

/**
 * Collects one result of every shard, or of as many as are needed, in the order of the shards, and
 * does not wait forever: when tasks run for longer than the deadline, the job is cancelled, the
 * executors that have them are replaced, and the job is run again. Its tasks are pure functions, so
 * the result is the same.
 */
final class ShardCollector implements AutoCloseable {
  /** A round that hangs so many times in a row ends the training. */
  static final int MAX_HANGS = 3;

  private static final String INTERRUPT = "spark.job.interruptOnCancel";
  private static final long POLL_MS = 200;
  private static final Logger LOG = LoggerFactory.getLogger(ShardCollector.class);

  private final JavaSparkContext sc;
  private final RoundDeadline deadline;
  private final RunningTasks tasks = new RunningTasks();

  /**
   * What to wait for.
   *
   * @param name of stage and round, for messages
   * @param iterations of the round, which tell how long it may take
   * @param needed results to wait for; the tasks that have none by then are cancelled
   */
  record Round(String name, int iterations, int needed) {}

  ShardCollector(JavaSparkContext sc, RoundDeadline deadline) {
    this.sc = sc;
    this.deadline = deadline;
    sc.sc().addSparkListener(tasks);
  }

  @Override
  public void close() {
    sc.sc().removeSparkListener(tasks);
  }

  /**
   * Runs the job of a round.
   *
   * @param results one per partition
   * @return those that came, by shard
   */
  <T> SortedMap<Integer, T> collect(JavaRDD<T> results, Round round) {
    String before = sc.getLocalProperty(INTERRUPT);
    // A task that hangs in Java gives its slot back; one that hangs elsewhere, with its executor.
    sc.setLocalProperty(INTERRUPT, "true");
    try {
      for (int hangs = 1; ; hangs++) {
        Attempt<T> attempt = new Attempt<>(results, round);
        long start = System.nanoTime();
        Map<Integer, TaskInfo> hung = attempt.await();
        if (hung.isEmpty()) {
          deadline.completed((System.nanoTime() - start) / 1e9, round.iterations());
          return attempt.results();
        }
        attempt.job.cancel();
        String what =
            "%s: %s did not come back within %.0f s"
                .formatted(round.name(), text(hung), deadline.seconds(round.iterations()));
        if (hangs == MAX_HANGS) {
          throw new UserException(
              "%s, %d times in a row; see that executor's log, or raise roundDeadlineSeconds",
              what, hangs);
        }
        LOG.warn("{}; the round is run again", what);
        replaceExecutors(hung);
      }
    } finally {
      sc.setLocalProperty(INTERRUPT, before);
    }
  }

  private static String text(Map<Integer, TaskInfo> hung) {
    List<String> parts = new ArrayList<>();
    hung.forEach(
        (shard, task) ->
            parts.add(
                "shard %d (executor %s on %s)".formatted(shard, task.executorId(), task.host())));
    return String.join(", ", parts);
  }

  private void replaceExecutors(Map<Integer, TaskInfo> hung) {
    if (sc.isLocal()) {
      return;
    }
    TreeSet<String> executors = new TreeSet<>();
    hung.values().forEach(task -> executors.add(task.executorId()));
    // What Spark itself does with an executor whose heartbeat stops. Its public killExecutors would
    // also lower the number of executors that are asked for.
    executors.forEach(executor -> sc.sc().killAndReplaceExecutor(executor));
  }

  /** One run of a round's job. */
  private final class Attempt<T> {
    private final Round round;
    private final AtomicReferenceArray<T> results;
    private final CountDownLatch missing;
    private final SimpleFutureAction<BoxedUnit> job;

    Attempt(JavaRDD<T> rdd, Round round) {
      int shards = rdd.getNumPartitions();
      AtomicReferenceArray<T> into = new AtomicReferenceArray<>(shards);
      CountDownLatch latch = new CountDownLatch(round.needed());
      this.round = round;
      this.results = into;
      this.missing = latch;
      this.job =
          TaskResults.submit(
              sc,
              rdd,
              (shard, result) -> {
                into.set(shard, result);
                latch.countDown();
              });
    }

    /** Waits for what is needed; the tasks that hang, by shard, if some do. */
    Map<Integer, TaskInfo> await() {
      try {
        while (!missing.await(POLL_MS, TimeUnit.MILLISECONDS)) {
          if (job.value().isDefined() && job.value().get().isFailure()) {
            throw new IllegalStateException(
                "the Spark job failed", job.value().get().failed().get());
          }
          Map<Integer, TaskInfo> late = late();
          if (!late.isEmpty()) {
            return late;
          }
        }
        return Map.of();
      } catch (InterruptedException e) {
        job.cancel();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    private Map<Integer, TaskInfo> late() {
      double seconds = deadline.seconds(round.iterations());
      long now = System.currentTimeMillis();
      Map<Integer, TaskInfo> late = new TreeMap<>();
      for (Object id : JavaConverters.seqAsJavaList(job.jobIds())) {
        tasks
            .of((Integer) id)
            .forEach(
                (shard, task) -> {
                  if (results.get(shard) == null && (now - task.launchTime()) / 1e3 > seconds) {
                    late.put(shard, task);
                  }
                });
      }
      return late;
    }

    /** What has come so far; the rest is given up. */
    SortedMap<Integer, T> results() {
      SortedMap<Integer, T> come = new TreeMap<>();
      for (int shard = 0; shard < results.length(); shard++) {
        T result = results.get(shard);
        if (result != null) {
          come.put(shard, result);
        }
      }
      if (come.size() < results.length()) {
        job.cancel();
      }
      return come;
    }
  }
}
