package org.showerforge.jobs.benchmark;

import java.util.Locale;

/**
 * The cost of an averaging round beyond its compute, for any number of workers with one task each,
 * from the costs of its parts, in seconds, measured with one executor in a process of its own:
 *
 * <pre>
 * overhead(W) = launch + W launchPerTask               the scheduler
 *             + send + (1 + log2 W) bytes/bandwidth    broadcast: workers copy from each other
 *             + fetch + load + back                    in each executor, and one result's way
 *             + (W - 1) max(bytes/bandwidth, take/4)   the driver's network, or its four threads that read results
 *             + average + W add                        the mean, and the disagreement
 * </pre>
 *
 * On one machine without a network all of that is work for its cores: what each executor and its
 * result cost is shared by as many cores as there are.
 *
 * @param launch of a job
 * @param launchPerTask of a task
 * @param send the state into the broadcast
 * @param fetch the broadcast into an executor's state
 * @param load the state into the trainer and out again
 * @param back an executor's state into the driver's
 * @param take bytes to a result, which is a part of back
 * @param average what the mean costs at all
 * @param add one worker's share of the mean
 * @param bytes of the state
 */
record ScalingModel(
    double launch,
    double launchPerTask,
    double send,
    double fetch,
    double load,
    double back,
    double take,
    double average,
    double add,
    double bytes) {

  private static final int RESULT_THREADS = 4;

  /** All executors on one machine with so many cores and no network. */
  double onOneMachine(int workers, int cores) {
    double turns = Math.max(1, workers / (double) cores);
    return launch
        + workers * (launchPerTask + add)
        + send
        + average
        + turns * (fetch + load + back);
  }

  /** An executor per machine, bandwidth in bytes/s. */
  double onCluster(int workers, double bandwidth) {
    double hops = 1 + Math.log(workers) / Math.log(2);
    return launch
        + workers * (launchPerTask + add)
        + send
        + average
        + hops * bytes / bandwidth
        + fetch
        + load
        + back
        + (workers - 1) * Math.max(bytes / bandwidth, take / RESULT_THREADS);
  }

  /** Prints what a cluster would do, as Markdown. */
  void printCluster(double bandwidth, double... iterationSeconds) {
    StringBuilder head = new StringBuilder("| workers | overhead, s |");
    StringBuilder line = new StringBuilder("|---|---|");
    for (double seconds : iterationSeconds) {
      head.append(
          String.format(
              Locale.ROOT,
              " %1$.0f ms: efficiency at H = 50 | %1$.0f ms: H for 95 %% |",
              seconds * 1e3));
      line.append("---|---|");
    }
    System.out.println(head);
    System.out.println(line);
    for (int workers = 4; workers <= 256; workers *= 2) {
      double overhead = onCluster(workers, bandwidth);
      StringBuilder row =
          new StringBuilder(String.format(Locale.ROOT, "| %d | %.2f |", workers, overhead));
      for (double seconds : iterationSeconds) {
        double compute = 50 * seconds;
        row.append(
            String.format(
                Locale.ROOT,
                " %.0f %% | %.0f |",
                100 * compute / (compute + overhead),
                Math.ceil(19 * overhead / seconds)));
      }
      System.out.println(row);
    }
  }
}
