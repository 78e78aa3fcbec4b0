package org.showerforge.jobs.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.showerforge.UserException;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.CalibrationFit;
import org.showerforge.cascade.CascadeRecipe;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.CellNoiseFit;
import org.showerforge.cascade.GeneratorWeights;
import org.showerforge.cascade.StageEvents;
import org.showerforge.cascade.TransformFit;
import org.showerforge.data.event.EventBatch;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.TaskDevice;
import org.showerforge.network.HeadKind;
import org.showerforge.network.Shard;
import scala.Tuple2;

/**
 * The training events, dealt to shards by their ids and sorted inside a shard: the same shards from
 * any number of input files or executors. Partition i is shard i, in primitive arrays, read and
 * dealt once.
 */
final class TrainingShards {
  /** Another mix than the one that splits train from test. */
  private static final long DEAL = 0x5368617264L;

  private final JavaRDD<EventBatch> shards;

  private TrainingShards(JavaRDD<EventBatch> shards) {
    this.shards = shards;
  }

  static TrainingShards of(JavaRDD<EventBatch> events, int count) {
    JavaPairRDD<Integer, EventBatch> dealt =
        events
            .flatMapToPair(batch -> deal(batch, count).iterator())
            .partitionBy(new ByShard(count));
    JavaRDD<EventBatch> merged =
        dealt.mapPartitions(
            parts -> {
              List<EventBatch> batches = new ArrayList<>();
              parts.forEachRemaining(part -> batches.add(part._2()));
              return batches.isEmpty()
                  ? List.<EventBatch>of().iterator()
                  : List.of(EventBatch.concatenate(batches).sortedBy(id -> id)).iterator();
            },
            true);
    return new TrainingShards(merged.persist(StorageLevel.MEMORY_AND_DISK()));
  }

  private static List<Tuple2<Integer, EventBatch>> deal(EventBatch batch, int count) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      rows.add(new ArrayList<>());
    }
    for (int i = 0; i < batch.size(); i++) {
      long mixed = Philox.mix(batch.eventIds()[i] ^ DEAL);
      rows.get((int) Long.remainderUnsigned(mixed, count)).add(i);
    }
    List<Tuple2<Integer, EventBatch>> parts = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      if (!rows.get(shard).isEmpty()) {
        parts.add(new Tuple2<>(shard, batch.select(rows.get(shard))));
      }
    }
    return parts;
  }

  /** Events per shard; every shard must have some. */
  List<Integer> sizes(int count) {
    List<Integer> sizes = shards.map(EventBatch::size).collect();
    if (sizes.size() != count) {
      throw new UserException(
          "shards: %d shards, but only %d get events; use fewer shards or prepare more events",
          count, sizes.size());
    }
    return sizes;
  }

  /**
   * Fits the transform: one pass that reduces each event, and a bounded sample to the driver, in
   * the order of ids; the cells' noise in a task that sees a bounded sample.
   */
  CascadeTransform fit(DetectorSpec detector, CascadeRecipe recipe) {
    CascadeTransform transform = transform(detector, recipe);
    return recipe.shapes().head() == HeadKind.NOISY_CELLS
        ? transform.withCellNoise(
            ofSample(detector, sample -> CellNoiseFit.ofEvents(transform, sample)))
        : transform;
  }

  private CascadeTransform transform(DetectorSpec detector, CascadeRecipe recipe) {
    TransformFit fit =
        new TransformFit(
            detector, recipe.root(), recipe.widths(), recipe.ratios(), recipe.calibration());
    List<TransformFit.Row> rows =
        shards
            .flatMap(
                batch -> {
                  List<TransformFit.Row> reduced = new ArrayList<>();
                  for (int i = 0; i < batch.size(); i++) {
                    reduced.add(
                        fit.reduce(
                            batch.eventIds()[i],
                            batch.conditions()[i * batch.conditionWidth()],
                            batch.response(),
                            i * batch.responseWidth()));
                  }
                  return reduced.iterator();
                })
            .takeOrdered(TransformFit.MAX_EVENTS, new ByMixedId());
    return fit.fit(rows);
  }

  /**
   * Fits what is fitted after a training.
   *
   * @param stages the generators' parameters
   */
  CalibrationFit.Fitted calibrate(
      CascadeRecipe recipe,
      CascadeTransform transform,
      Map<String, float[]> stages,
      Compute compute) {
    if (transform.countEdges().isEmpty()) {
      return new CalibrationFit.Fitted(transform, new float[0]);
    }
    Broadcast<Map<String, float[]>> parameters =
        JavaSparkContext.fromSparkContext(shards.context()).broadcast(stages);
    return ofSample(
        transform.detector(),
        sample -> {
          TaskDevice.bind(compute);
          GeneratorWeights weights = new GeneratorWeights(parameters.value(), new float[0]);
          return CalibrationFit.fit(recipe, transform, weights, sample);
        });
  }

  /**
   * What one task makes of a bounded, fair sample of the events: numerics belong where the trainers
   * are.
   */
  private <T> T ofSample(DetectorSpec detector, Function<CalibrationFit.Sample, T> function) {
    int most = CalibrationFit.mostEvents(detector);
    return shards
        .coalesce(1)
        .mapPartitions(
            batches -> {
              EventBatch sample = fairSample(batches, most);
              return List.of(
                      function.call(
                          new CalibrationFit.Sample(
                              sample.conditions(), sample.response(), sample.weights())))
                  .iterator();
            })
        .first();
  }

  /** The events whose mixed ids are least: the same ones in whatever order they come. */
  private static EventBatch fairSample(Iterator<EventBatch> batches, int most) {
    EventBatch sample = batches.next();
    while (batches.hasNext()) {
      sample = least(EventBatch.concatenate(List.of(sample, batches.next())), most);
    }
    return least(sample, most);
  }

  private static EventBatch least(EventBatch events, int most) {
    EventBatch sorted = events.sortedBy(Philox::mix);
    return sorted.size() <= most
        ? sorted
        : sorted.select(IntStream.range(0, most).boxed().toList());
  }

  /** The shards as a stage sees them: with weights whose mean over all events is 1. */
  JavaRDD<Shard> stage(String stage, CascadeTransform transform) {
    float scale = weightScale();
    // Not in the closure, which every round's job sends again.
    Broadcast<CascadeTransform> fitted =
        JavaSparkContext.fromSparkContext(shards.context()).broadcast(transform);
    return shards.map(
        batch ->
            StageEvents.shard(
                stage,
                fitted.value(),
                batch.eventIds(),
                batch.conditions(),
                batch.response(),
                scaled(batch.weights(), scale)));
  }

  /** Sums come shard by shard, in order, so the scale does not depend on who adds them up. */
  private float weightScale() {
    double sum = 0;
    long events = 0;
    for (double[] shard :
        shards.map(batch -> new double[] {sum(batch.weights()), batch.size()}).collect()) {
      sum += shard[0];
      events += (long) shard[1];
    }
    if (!(sum > 0)) {
      throw new UserException(
          "weights: their sum over the %d training events must be > 0, got %s", events, sum);
    }
    return (float) (events / sum);
  }

  private static double sum(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private static float[] scaled(float[] weights, float scale) {
    float[] scaled = weights.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= scale;
    }
    return scaled;
  }

  /** A random but reproducible order, so that a bounded sample is a fair one. */
  private static final class ByMixedId implements Comparator<TransformFit.Row>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(TransformFit.Row a, TransformFit.Row b) {
      return Long.compare(Philox.mix(a.eventId()), Philox.mix(b.eventId()));
    }
  }

  /** Sends shard i to partition i. */
  private static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int count;

    ByShard(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByShard partitioner && partitioner.count == count;
    }

    @Override
    public int hashCode() {
      return count;
    }
  }
}
