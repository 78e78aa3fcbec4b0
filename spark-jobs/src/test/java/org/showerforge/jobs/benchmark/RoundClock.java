package org.showerforge.jobs.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.showerforge.network.Shard;

/**
 * Times a round and, inside it, the slowest shard's compute; driver and tasks share this process.
 */
final class RoundClock {
  private static final AtomicLong SLOWEST = new AtomicLong();

  private final List<Lap> laps = new ArrayList<>();
  private long start = System.nanoTime();

  /** Seconds of a round, and of the slowest shard's compute. */
  record Lap(double round, double compute) {
    double overhead() {
      return round - compute;
    }
  }

  /** A round begins. */
  void start() {
    SLOWEST.set(0);
    start = System.nanoTime();
  }

  /** A round is done, and the next begins. */
  void lap() {
    laps.add(new Lap((System.nanoTime() - start) / 1e9, SLOWEST.get() / 1e9));
    start();
  }

  /** The laps since the last call but for the first, which warms up. */
  List<Lap> take() {
    List<Lap> taken = List.copyOf(laps.subList(1, laps.size()));
    laps.clear();
    return taken;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Shards whose tasks are timed from when they take their events to when they end. */
  static JavaRDD<Shard> timed(JavaRDD<Shard> shards) {
    return shards.mapPartitions(RoundClock::timed, true);
  }

  private static Iterator<Shard> timed(Iterator<Shard> events) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public Shard next() {
        Shard shard = events.next();
        long from = System.nanoTime();
        TaskContext.get()
            .addTaskCompletionListener(
                (org.apache.spark.util.TaskCompletionListener) context -> computed(from));
        return shard;
      }
    };
  }

  private static void computed(long from) {
    SLOWEST.accumulateAndGet(System.nanoTime() - from, Math::max);
  }

  /** Times DL4J's workers. */
  static final class Hook implements TrainingHook {
    private static final long serialVersionUID = 1L;
    private long from;

    @Override
    public void preUpdate(MultiDataSet events, Model graph) {
      from = System.nanoTime();
    }

    @Override
    public void postUpdate(MultiDataSet events, Model graph) {
      computed(from);
    }

    @Override
    public void preUpdate(DataSet events, Model graph) {
      throw new UnsupportedOperationException("a shard is a MultiDataSet");
    }

    @Override
    public void postUpdate(DataSet events, Model graph) {
      throw new UnsupportedOperationException("a shard is a MultiDataSet");
    }
  }
}
