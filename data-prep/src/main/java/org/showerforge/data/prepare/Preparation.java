package org.showerforge.data.prepare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.showerforge.data.output.StagedOutput;

/** Runs {@link PrepareTask}s on Spark, and those again that have met duplicates. */
final class Preparation {
  private final JavaSparkContext sc;
  private final SharedSettings shared;
  private final List<SourceFile> sources;
  private final String attempts;

  /**
   * Is ready to run.
   *
   * @param attempts where tasks put their attempts' folders
   */
  Preparation(
      JavaSparkContext sc, SharedSettings shared, List<SourceFile> sources, String attempts) {
    this.sc = sc;
    this.shared = shared;
    this.sources = sources;
    this.attempts = attempts;
  }

  /**
   * Runs the tasks.
   *
   * @param progress is told now and then how many events are done
   */
  List<TaskReport> run(List<PrepareTask> tasks, Progress progress) {
    return run(tasks, new long[0], progress);
  }

  /**
   * Runs those tasks again that have accepted an event which equals an earlier one, without it.
   *
   * @param reports all tasks' reports
   * @param before files of fingerprints of events that the data set had already
   * @param eventsBefore the events in them
   * @return the reports that now count
   */
  List<TaskReport> withoutDuplicates(
      List<PrepareTask> tasks, List<TaskReport> reports, List<String> before, long eventsBefore) {
    List<String> files = new ArrayList<>(before);
    long events = eventsBefore;
    for (TaskReport report : reports) {
      if (!report.fingerprints().isEmpty()) {
        files.add(report.fingerprints());
      }
      events += report.accepted().values().stream().mapToLong(Long::longValue).sum();
    }
    long[] duplicates = Duplicates.find(sc, files, events);
    int[] again =
        IntStream.range(0, tasks.size())
            .filter(t -> tasks.get(t).ranges().stream().anyMatch(r -> holdsAny(r, duplicates)))
            .toArray();
    List<TaskReport> redone =
        run(Arrays.stream(again).mapToObj(tasks::get).toList(), duplicates, Progress.NONE);
    List<TaskReport> all = new ArrayList<>(reports);
    for (int i = 0; i < again.length; i++) {
      all.set(again[i], redone.get(i));
    }
    return all;
  }

  /** Whether an event of a range is among sorted ids. */
  private boolean holdsAny(PrepareTask.Range range, long[] ids) {
    long first = sources.get(range.source()).firstEventId() + range.from();
    long last = first + (range.to() - range.from()) - 1;
    int at = Arrays.binarySearch(ids, first);
    int next = at >= 0 ? at : -at - 1;
    // Ids wrap around: then the range has two ends of the order.
    return last >= first
        ? next < ids.length && ids[next] <= last
        : next < ids.length || (ids.length > 0 && ids[0] <= last);
  }

  private List<TaskReport> run(List<PrepareTask> tasks, long[] duplicates, Progress progress) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration conf = new SerializableConfiguration(sc.hadoopConfiguration());
    LongAccumulator done = sc.sc().longAccumulator("events prepared");
    long total =
        tasks.stream().flatMap(t -> t.ranges().stream()).mapToLong(r -> r.to() - r.from()).sum();
    // Tasks run elsewhere: they need these, and not this object.
    SharedSettings settings = shared;
    List<SourceFile> files = sources;
    String folder = attempts;
    List<Integer> numbers = IntStream.range(0, tasks.size()).boxed().toList();
    List<String> outcomes =
        Progress.await(
            sc.parallelize(numbers, numbers.size())
                .map(
                    number ->
                        Outcome.of(
                            () ->
                                run(
                                    conf,
                                    tasks.get(number),
                                    settings,
                                    files,
                                    duplicates,
                                    folder,
                                    done)))
                .collectAsync(),
            () -> progress.events(Math.min(done.value(), total), total));
    List<TaskReport> reports = Outcome.reports(outcomes, TaskReport.class);
    progress.events(total, total);
    return reports;
  }

  private static TaskReport run(
      SerializableConfiguration conf,
      PrepareTask task,
      SharedSettings shared,
      List<SourceFile> sources,
      long[] duplicates,
      String attempts,
      LongAccumulator done)
      throws IOException {
    return task.run(
        conf.value(),
        shared,
        sources,
        duplicates,
        StagedOutput.attemptFolder(attempts, TaskContext.get()),
        done::add);
  }
}
