package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.jobs.Samples;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/** Shards that give no numbers, or nothing at all, in a real training of four rounds. */
final class RoundFaultTest {
  private static final String STAGE = "totals";
  private static final AtomicInteger LEFT = new AtomicInteger();
  private static JavaSparkContext spark;
  private static JavaRDD<Shard> shards;
  private static List<Integer> sizes;
  private static AveragingRounds.StageRun run;
  private static StageState undisturbed;

  @BeforeAll
  static void start() throws IOException {
    // It may have to be made first, with a Spark of its own.
    TrainConfig config = Samples.train(Samples.prepared(), Path.of("unused"));
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false"));
    Configuration conf = spark.hadoopConfiguration();
    TrainingShards all =
        TrainingShards.of(
            EventReader.read(spark, EventReader.files(conf, config.data(), Split.TRAIN), 1000), 2);
    sizes = all.sizes(2);
    CascadeTransform transform =
        all.fit(PreparedCard.read(conf, config.data()).detector(), config.recipe().root());
    shards = all.stage(STAGE, transform).cache();
    StageDesign design = config.recipe().design(STAGE, transform);
    run =
        new AveragingRounds.StageRun(
            "faults", design, config.recipe().stage(STAGE).training(), 5, 2, Compute.CPU);
    undisturbed = train(shards, 0);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void noFaults() {
    LEFT.set(0);
  }

  private static StageState train(JavaRDD<Shard> from, double deadline) throws IOException {
    AveragingRounds.Position start =
        new AveragingRounds.Position(StageTrainer.initialState(run.design(), 5), List.of());
    AveragingRounds.Position end =
        new AveragingRounds(spark, run, from, sizes, new RoundDeadline(deadline))
            .train(start, (position, report) -> {});
    assertThat(end.history()).hasSize(4);
    return end.state();
  }

  /** Shard 1 has no numbers the first {@link #LEFT} times. */
  private static JavaRDD<Shard> withoutNumbers() {
    return shards.mapPartitionsWithIndex(
        (index, events) -> {
          Shard shard = events.next();
          if (index != 1 || LEFT.getAndDecrement() <= 0) {
            return List.of(shard).iterator();
          }
          float[] nothing = new float[shard.response().length];
          Arrays.fill(nothing, Float.NaN);
          return List.of(
                  new Shard(
                      shard.events(),
                      shard.conditions(),
                      nothing,
                      shard.threshold(),
                      shard.weights(),
                      shard.orders()))
              .iterator();
        },
        true);
  }

  /** Shard 1 never comes back the first {@link #LEFT} times. */
  private static JavaRDD<Shard> hanging() {
    return shards.mapPartitionsWithIndex(
        (index, events) -> {
          if (index == 1 && LEFT.getAndDecrement() > 0) {
            Thread.sleep(Long.MAX_VALUE);
          }
          return events;
        },
        true);
  }

  @Test
  void aRoundWithoutNumbersIsRunAgainWithOtherNoise() throws IOException {
    LEFT.set(2);
    StageState once = train(withoutNumbers(), 0);
    assertThat(LEFT).hasNegativeValue();
    assertThat(once.isFinite()).isTrue();
    assertThat(once.parameters()).isNotEqualTo(undisturbed.parameters());
    LEFT.set(2);
    assertThat(train(withoutNumbers(), 0).parameters()).isEqualTo(once.parameters());
    LEFT.set(0);
    assertThat(train(withoutNumbers(), 0).parameters()).isEqualTo(undisturbed.parameters());
  }

  @Test
  void aShardThatNeverHasNumbersEndsTheTraining() {
    LEFT.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> train(withoutNumbers(), 0))
        .isInstanceOf(UserException.class)
        .message()
        .contains("stage totals: round 1: shards [1]", "not finite, 3 times in a row")
        .contains("recipe.totals.training.learningRate", "loss.lambda")
        .doesNotContain("\n");
    assertThat(LEFT).hasValue(Integer.MAX_VALUE - AveragingRounds.MAX_REJECTED);
  }

  @Test
  void aHungShardIsRunAgainAndTheBytesAreTheSame() throws IOException {
    LEFT.set(2);
    StageState state = train(hanging(), 1);
    assertThat(LEFT).hasNegativeValue();
    assertThat(state.parameters()).isEqualTo(undisturbed.parameters());
    assertThat(state.updater()).isEqualTo(undisturbed.updater());
  }

  @Test
  void aShardThatAlwaysHangsEndsTheTrainingByName() {
    LEFT.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> train(hanging(), 1))
        .isInstanceOf(UserException.class)
        .message()
        .contains("stage totals: round 1: shard 1 (executor driver on ", "within 1 s")
        .contains("3 times in a row", "roundDeadlineSeconds")
        .doesNotContain("shard 0", "\n");
    assertThat(LEFT).hasValue(Integer.MAX_VALUE - ShardCollector.MAX_HANGS);
  }
}
