package org.showerforge.jobs.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.showerforge.averaging.AveragingRule;
import org.showerforge.averaging.AveragingRule.Averaged;
import org.showerforge.cascade.CascadeTransform;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.prepare.PreparedCard;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.watch.RoundReport;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageState;
import org.showerforge.network.TrainingSchedule;

/** A stage with its shards, as the train job sets them up, for tests and benchmarks of rounds. */
public final class RoundsBench {
  private static final int READ_EVENTS = 1000;

  /** As the train job has it by default. */
  private static final int CHECKPOINT_ROUNDS = 10;

  private final StageDesign design;
  private final TrainingSchedule schedule;
  private final List<Shard> shards;
  private final Shard heldOut;

  private RoundsBench(
      StageDesign design, TrainingSchedule schedule, List<Shard> shards, Shard heldOut) {
    this.design = design;
    this.schedule = schedule;
    this.shards = shards;
    this.heldOut = heldOut;
  }

  /** A stage of a configuration, its shards cut to the size of the smallest. */
  public static RoundsBench of(JavaSparkContext sc, TrainConfig config, String stage)
      throws IOException {
    var conf = sc.hadoopConfiguration();
    PreparedCard data = PreparedCard.read(conf, config.data());
    TrainingShards dealt = dealt(sc, config.data(), Split.TRAIN, config.shards());
    CascadeTransform transform = dealt.fit(data.detector(), config.recipe());
    List<Shard> shards = dealt.stage(stage, transform).collect();
    int events = shards.stream().mapToInt(Shard::events).min().orElseThrow();
    return new RoundsBench(
        config.recipe().design(stage, transform),
        config.recipe().stage(stage).training(),
        shards.stream().map(shard -> cut(shard, events)).toList(),
        dealt(sc, config.data(), Split.TEST, 1).stage(stage, transform).first());
  }

  private static TrainingShards dealt(JavaSparkContext sc, String data, Split split, int count)
      throws IOException {
    return TrainingShards.of(
        EventReader.read(sc, EventReader.files(sc.hadoopConfiguration(), data, split), READ_EVENTS),
        count);
  }

  private static Shard cut(Shard shard, int events) {
    return new Shard(
        events,
        cut(shard.conditions(), shard.events(), events),
        cut(shard.response(), shard.events(), events),
        cut(shard.threshold(), shard.events(), events),
        cut(shard.weights(), shard.events(), events),
        shard.orders());
  }

  private static float[] cut(float[] values, int rows, int left) {
    return Arrays.copyOf(values, values.length / rows * left);
  }

  /** The stage's networks. */
  public StageDesign design() {
    return design;
  }

  /** How they are trained. */
  public TrainingSchedule schedule() {
    return schedule;
  }

  /** The shards, all of one size. */
  public List<Shard> shards() {
    return shards;
  }

  /** Shards on Spark, one a partition; they are sent once, not with the tasks of every round. */
  public static JavaRDD<Shard> onSpark(JavaSparkContext sc, List<Shard> shards) {
    Broadcast<List<Shard>> sent = sc.broadcast(shards);
    List<Integer> numbers = IntStream.range(0, shards.size()).boxed().toList();
    return sc.parallelize(numbers, numbers.size()).map(number -> sent.value().get(number)).cache();
  }

  /** Events that no shard has. */
  public Shard heldOut() {
    return heldOut;
  }

  /** The same schedule over another number of iterations. */
  public static TrainingSchedule scheduleFor(TrainingSchedule schedule, int iterations) {
    return new TrainingSchedule(
        iterations,
        schedule.batch(),
        schedule.criticSteps(),
        schedule.updater(),
        schedule.learningRate(),
        schedule.holdFraction(),
        schedule.finalRate(),
        schedule.emaDecay());
  }

  /** Runs rounds of the train job from a state; gives the states after each. */
  public List<StageState> run(
      JavaSparkContext sc, JavaRDD<Shard> onSpark, StageState start, Plan plan) throws IOException {
    List<StageState> after = new ArrayList<>();
    run(
        sc,
        onSpark,
        start,
        plan,
        (state, report) -> {
          after.add(state);
          plan.afterRound().run();
        });
    return after;
  }

  /** Hears of every round. */
  @FunctionalInterface
  public interface Listener {
    /** A round is done. */
    void afterRound(StageState state, RoundReport report);
  }

  /** Runs rounds of the train job from a state. */
  public void run(
      JavaSparkContext sc, JavaRDD<Shard> onSpark, StageState start, Plan plan, Listener listener)
      throws IOException {
    TrainingSchedule scheduled = scheduleFor(schedule, plan.iterations() * plan.rounds());
    List<Integer> sizes = java.util.Collections.nCopies(plan.shards(), shards.get(0).events());
    StageRun run =
        new StageRun(
            UUID.randomUUID().toString(),
            design,
            scheduled,
            plan.seed(),
            plan.iterations(),
            CHECKPOINT_ROUNDS,
            plan.averaging(),
            Compute.CPU);
    new AveragingRounds(sc, run, onSpark, sizes, new RoundDeadline(0))
        .train(
            new AveragingRounds.Position(Averaged.start(start), List.of()),
            (position, report) -> listener.afterRound(position.state(), report));
  }

  /**
   * Rounds to run.
   *
   * @param rounds how many
   * @param iterations of each shard in a round
   * @param seed of all randomness
   * @param afterRound is told when one is done
   * @param shards how many, all of one size
   * @param averaging how their results become the next state
   */
  public record Plan(
      int rounds,
      int iterations,
      long seed,
      Runnable afterRound,
      int shards,
      AveragingRule averaging) {

    /** Rounds whose next state is the mean. */
    public Plan(int rounds, int iterations, long seed, Runnable afterRound, int shards) {
      this(rounds, iterations, seed, afterRound, shards, AveragingRule.PLAIN);
    }
  }
}
