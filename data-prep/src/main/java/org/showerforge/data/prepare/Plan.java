package org.showerforge.data.prepare;

import java.util.ArrayList;
import java.util.List;

/**
 * Who reads what: all events of the new files, in the order of their paths, cut into tasks of about
 * as many events as fill an output file of the train split. A small file shares its task with
 * others; a large one is shared by several tasks, unless it must be read from its beginning.
 *
 * <p>The plan depends on the files and the configuration alone, not on the cores: so does the
 * output.
 */
final class Plan {
  /** Even small data sets are worth this many tasks, as long as each has some events. */
  private static final int LEAST_TASKS = 8;

  private static final int LEAST_EVENTS = 2000;
  private static final double BYTES_PER_MB = 1 << 20;

  private Plan() {}

  /**
   * Makes the tasks.
   *
   * @param firstPart the number of the first task, which names its files
   * @param bytesPerEvent what an event takes in the output
   */
  static List<PrepareTask> of(
      List<SourceFile> sources, PrepareConfig config, int firstPart, double bytesPerEvent) {
    long total = sources.stream().mapToLong(SourceFile::events).sum();
    if (total == 0) {
      return List.of();
    }
    double perFile = config.fileMB() * BYTES_PER_MB / bytesPerEvent / config.split().train();
    long tasks = (long) Math.ceil(total / Math.max(1, perFile));
    long atLeast = Math.min(LEAST_TASKS, (total + LEAST_EVENTS - 1) / LEAST_EVENTS);
    long events = ceilDiv(total, Math.max(tasks, atLeast));
    List<PrepareTask> plan = new ArrayList<>();
    List<PrepareTask.Range> ranges = new ArrayList<>();
    long room = events;
    for (int i = 0; i < sources.size(); i++) {
      SourceFile source = sources.get(i);
      for (long from = 0; from < source.events(); ) {
        long left = source.events() - from;
        long take = source.index().divisible() ? Math.min(left, room) : left;
        ranges.add(new PrepareTask.Range(i, from, from + take));
        from += take;
        room -= take;
        if (room <= 0) {
          plan.add(new PrepareTask(firstPart + plan.size(), List.copyOf(ranges)));
          ranges.clear();
          room = events;
        }
      }
    }
    if (!ranges.isEmpty()) {
      plan.add(new PrepareTask(firstPart + plan.size(), List.copyOf(ranges)));
    }
    return plan;
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }
}
