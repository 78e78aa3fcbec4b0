package org.showerforge.jobs.tasks;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** What tasks give, taken by the driver while others still run, in the order of their ends. */
public final class TaskResults {
  private static final long SIGN_MS = 500;

  private TaskResults() {}

  /** Takes a result. */
  @FunctionalInterface
  public interface Taker<T> {
    /** A task has ended and gave this. */
    void take(T result) throws IOException;
  }

  /**
   * Runs a job whose partitions have one element each, and hands each over as it comes, on the
   * calling thread. If that fails, or a task does for good, the job is cancelled.
   *
   * @param sign is called every half second
   */
  public static <T> void forEach(
      JavaSparkContext sc, JavaRDD<T> results, Taker<T> taker, Runnable sign) throws IOException {
    LinkedBlockingQueue<T> arrived = new LinkedBlockingQueue<>();
    int missing = results.getNumPartitions();
    SimpleFutureAction<BoxedUnit> job =
        submit(sc, results, (partition, result) -> arrived.add(result));
    boolean done = false;
    try {
      while (missing > 0) {
        T result = arrived.poll(SIGN_MS, TimeUnit.MILLISECONDS);
        if (result != null) {
          taker.take(result);
          missing--;
        } else if (job.value().isDefined() && job.value().get().isFailure()) {
          throw new IllegalStateException("the Spark job failed", job.value().get().failed().get());
        }
        sign.run();
      }
      done = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      if (!done) {
        job.cancel();
      }
    }
  }

  /**
   * Starts a job whose partitions have one element each.
   *
   * @param arrived is told each partition's number and element as it comes, by Spark's scheduler,
   *     which it must not hold up
   */
  public static <T> SimpleFutureAction<BoxedUnit> submit(
      JavaSparkContext sc, JavaRDD<T> results, BiConsumer<Integer, T> arrived) {
    Object[] partitions = IntStream.range(0, results.getNumPartitions()).boxed().toArray();
    return sc.sc()
        .submitJob(
            results.rdd(),
            new Only<>(),
            JavaConverters.asScalaBuffer(Arrays.asList(partitions)).toSeq(),
            (partition, result) -> {
              arrived.accept((Integer) partition, result);
              return BoxedUnit.UNIT;
            },
            () -> BoxedUnit.UNIT);
  }

  /** The one element of a partition. */
  private static final class Only<T> extends AbstractFunction1<scala.collection.Iterator<T>, T>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public T apply(scala.collection.Iterator<T> elements) {
      return elements.next();
    }
  }
}
