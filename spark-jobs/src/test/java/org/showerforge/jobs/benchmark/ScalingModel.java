package org.showerforge.jobs.benchmark;

import java.util.Locale;

/**
 * The cost of an averaging round beyond its compute, for any number of workers with one task each,
 * from the measured costs of its parts, in seconds:
 *
 * <pre>
 * overhead(W) = launch + W launchPerTask             the scheduler
 *             + send + hops bytes/bandwidth + open   broadcast: W workers share the copying, so hops = 1 + log2 W at most
 *             + load + give                          in each executor: state to and from the trainer, result to bytes
 *             + W max(bytes/bandwidth, take/4)       collect: the driver's network, or its four threads that read results
 *             + W add                                the mean
 * </pre>
 *
 * On one machine all executors share the cores, so their parts take W/cores times as long, if that
 * is more than once.
 *
 * @param launch of a job
 * @param launchPerTask of a task
 * @param send the state to bytes and into the broadcast
 * @param open the bytes to a state
 * @param load the state into the trainer and out again
 * @param give a result to bytes
 * @param take bytes to a result
 * @param add one worker's share of the mean
 * @param bytes of the state
 */
record ScalingModel(
    double launch,
    double launchPerTask,
    double send,
    double open,
    double load,
    double give,
    double take,
    double add,
    double bytes) {

  private static final int RESULT_THREADS = 4;

  /** All executors on one machine with so many cores and no network. */
  double onOneMachine(int workers, int cores) {
    double busy = Math.max(1, workers / (double) cores);
    return launch
        + workers * launchPerTask
        + send
        + (open + load + give) * busy
        + workers * (take / Math.min(cores, RESULT_THREADS) + add);
  }

  /** An executor per machine, bandwidth in bytes/s. */
  double onCluster(int workers, double bandwidth) {
    double hops = 1 + Math.log(workers) / Math.log(2);
    return launch
        + workers * launchPerTask
        + send
        + hops * bytes / bandwidth
        + open
        + load
        + give
        + workers * (Math.max(bytes / bandwidth, take / RESULT_THREADS) + add);
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
