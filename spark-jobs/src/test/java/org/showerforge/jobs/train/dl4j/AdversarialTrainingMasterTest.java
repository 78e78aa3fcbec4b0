package org.showerforge.jobs.train.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.showerforge.jobs.Samples;
import org.showerforge.jobs.train.RoundsBench;
import org.showerforge.jobs.train.TrainConfig;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/** DL4J's own averaging of our workers, against our rounds, which share no averaging with it. */
final class AdversarialTrainingMasterTest {
  private static final long SEED = 5;
  private static final int ROUNDS = 2;
  private static final int ITERATIONS = 3;

  @ParameterizedTest
  @ValueSource(strings = {"totals", "shapes"})
  void roundsOfDl4jEqualRoundsOfOurs(String stage) throws IOException {
    TrainConfig config =
        Samples.train(
            Samples.prepared(), Samples.generator(), "recipe.totals.training.updater=rms-prop");
    Samples.on(
        "local[2]",
        sc -> {
          RoundsBench bench = RoundsBench.of(sc, config, stage);
          JavaRDD<Shard> shards = sc.parallelize(bench.shards(), bench.shards().size()).cache();
          StageState start = StageTrainer.initialState(bench.design(), SEED);
          List<StageState> expected =
              bench.run(
                  sc, shards, start, new RoundsBench.Plan(ROUNDS, ITERATIONS, SEED, () -> {}, 2));
          StageState actual = averagedByDl4j(sc, bench);
          StageState last = expected.get(ROUNDS - 1);
          assertThat(differing(actual.parameters(), last.parameters())).isZero();
          assertThat(differing(actual.updater(), last.updater())).isZero();
          assertThat(differing(actual.parameters(), expected.get(0).parameters())).isPositive();
          assertThat(differing(actual.updater(), expected.get(0).updater())).isPositive();
          return stage;
        });
  }

  private static StageState averagedByDl4j(JavaSparkContext sc, RoundsBench bench) {
    AdversarialTask task =
        new AdversarialTask(
            "test",
            bench.design(),
            RoundsBench.scheduleFor(bench.schedule(), ROUNDS * ITERATIONS),
            SEED,
            bench.shards().get(0).orders(),
            ITERATIONS);
    ComputationGraph graph = AdversarialTrainingMaster.initialGraph(bench.design(), SEED);
    SparkComputationGraph spark =
        new SparkComputationGraph(
            sc,
            graph,
            new AdversarialTrainingMaster(
                task, bench.shards().size(), bench.shards().get(0).events()));
    JavaRDD<MultiDataSet> events =
        sc.parallelize(bench.shards(), bench.shards().size()).map(ShardDataSet::of).cache();
    for (int round = 0; round < ROUNDS; round++) {
      spark.fitMultiDataSet(events);
    }
    return GraphState.read(spark.getNetwork(), 0);
  }

  /** How many numbers are not the same to the last bit. */
  private static int differing(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += Float.floatToIntBits(a[i]) == Float.floatToIntBits(b[i]) ? 0 : 1;
    }
    return count;
  }
}
