package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.backend.Philox;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
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
  private static StageRun run;
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
        all.fit(PreparedCard.read(conf, config.data()).detector(), config.recipe());
    shards = all.stage(STAGE, transform).cache();
    StageDesign design = config.recipe().design(STAGE, transform);
    run =
        new StageRun(
            "faults",
            design,
            config.recipe().stage(STAGE).training(),
            5,
            2,
            1,
            AveragingRule.PLAIN,
            Compute.CPU);
    undisturbed = train(shards, 0).state();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void noFaults() {
    LEFT.set(0);
  }

  private static AveragingRounds.Position train(JavaRDD<Shard> from, double deadline)
      throws IOException {
    return train(run, from, deadline, position -> {});
  }

  private static AveragingRounds.Position train(
      StageRun stage,
      JavaRDD<Shard> from,
      double deadline,
      Consumer<AveragingRounds.Position> listener)
      throws IOException {
    AveragingRounds.Position start =
        new AveragingRounds.Position(Averaged.start(initial()), List.of());
    AveragingRounds.Position end =
        new AveragingRounds(spark, stage, from, sizes, new RoundDeadline(deadline))
            .train(start, (position, report) -> listener.accept(position));
    assertThat(end.history()).hasSize(4);
    return end;
  }

  private static StageState initial() {
    return StageTrainer.initialState(run.design(), 5);
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
    AveragingRounds.Position end = train(withoutNumbers(), 0);
    StageState once = end.state();
    assertThat(LEFT).hasNegativeValue();
    assertThat(end.history().stream().map(HistoryEntry::rejected)).containsExactly(2, 0, 0, 0);
    assertThat(once.isFinite()).isTrue();
    assertThat(once.parameters()).isNotEqualTo(undisturbed.parameters());
    LEFT.set(2);
    assertThat(train(withoutNumbers(), 0).state().parameters()).isEqualTo(once.parameters());
    LEFT.set(0);
    assertThat(train(withoutNumbers(), 0).state().parameters()).isEqualTo(undisturbed.parameters());
  }

  @Test
  void aShardThatNeverHasNumbersEndsTheTraining() {
    LEFT.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> train(withoutNumbers(), 0))
        .isInstanceOf(DivergedException.class)
        .hasCauseInstanceOf(UserException.class)
        .message()
        .contains("stage totals: round 1: shards [1]", "not finite, 3 times in a row")
        .contains("recipe.totals.training.learningRate", "loss.lambda")
        .doesNotContain("\n");
    assertThat(LEFT).hasValue(Integer.MAX_VALUE - AveragingRounds.MAX_REJECTED);
  }

  @Test
  void aHungShardIsRunAgainAndTheBytesAreTheSame() throws IOException {
    LEFT.set(2);
    StageState state = train(hanging(), 1).state();
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

  @Test
  void aQuorumDropsTheLateShardAndCountsIt() throws IOException {
    LEFT.set(2);
    AveragingRule half =
        new AveragingRule(run.averaging().outer(), run.averaging().adaptivePeriod(), 32, 0.5);
    StageRun quorum =
        new StageRun(
            "quorum",
            run.design(),
            run.schedule(),
            run.seed(),
            run.roundIterations(),
            run.checkpointRounds(),
            half,
            run.compute());
    List<AveragingRounds.Position> after = new ArrayList<>();
    train(quorum, hanging(), 0, after::add);
    List<HistoryEntry> history = after.get(3).history();
    assertThat(history.stream().limit(2).map(HistoryEntry::dropped)).containsExactly(1, 1);
    assertThat(history.get(0).bytesCollected()).isEqualTo(history.get(0).bytesBroadcast());
    StageState alone =
        StageTrainer.create(run.design(), run.schedule())
            .run(initial(), shards.first(), Philox.of(run.seed(), 0), 0, run.roundIterations())
            .state();
    assertThat(after.get(0).state().parameters()).isEqualTo(alone.parameters());
    assertThat(after.get(0).state().updater()).isEqualTo(alone.updater());
  }
}
