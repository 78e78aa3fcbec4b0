package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/**
 * Rounds beyond the plain mean, in real trainings: the same bytes on any number of cores,
 * interrupted or not. The totals have 16 iterations; rounds 3, 6, ... are checkpoints.
 */
final class AveragingRulesTest {
  private static final String PLAIN = "seed=1";
  private static final String OUTER = "averaging.outer={learningRate: 0.7, momentum: 0.9}";
  private static final String ADAPTIVE = "averaging.adaptivePeriod={disagreement: 0.9, max: 4}";
  private static final String CODED = "averaging.deltaBits=8";

  private static final String ALL = OUTER + ";" + ADAPTIVE + ";" + CODED;

  private static final Map<String, GeneratorCard> CARDS = new HashMap<>();
  @TempDir private static Path shared;
  private static JavaSparkContext spark;

  @TempDir private Path folder;

  /** Stands for whatever ends a driver in the middle of a training. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Undisturbed, on one core. */
  @BeforeAll
  static void trainOnOneCore() throws IOException {
    Samples.on(
        "local[1]",
        sc -> {
          for (String rule : List.of(PLAIN, OUTER, ADAPTIVE, CODED, ALL)) {
            Path output = shared.resolve("generator" + CARDS.size());
            CARDS.put(rule, train(sc, output, rule, Progress.NONE));
          }
          return CARDS;
        });
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static GeneratorCard undisturbed(String rule) {
    return Objects.requireNonNull(CARDS.get(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {OUTER, ADAPTIVE, CODED, ALL})
  void theSameBytesOnAnyNumberOfCoresInterruptedOrNot(String rule) throws IOException {
    Path output = folder.resolve("resumed");
    for (int rounds : new int[] {4, 2}) {
      assertThatThrownBy(() -> train(spark, output, rule, interruptedAfter(rounds)))
          .isInstanceOf(Interruption.class);
    }
    GeneratorCard resumed = train(spark, output, rule, Progress.NONE);
    assertThat(resumed.weightsSha256())
        .isEqualTo(undisturbed(rule).weightsSha256())
        .isNotEqualTo(undisturbed(PLAIN).weightsSha256());
    assertThat(resumed.repeatability()).isEqualTo(new GeneratorCard.Repeatability(true, 0, 0));
  }

  private static Progress interruptedAfter(int rounds) {
    List<Long> heard = new ArrayList<>();
    return (done, all) -> {
      heard.add(done);
      if (heard.size() == rounds) {
        throw new Interruption();
      }
    };
  }

  @Test
  void thePeriodFollowsTheDisagreement() {
    List<HistoryEntry> rounds = totals(undisturbed(ADAPTIVE));
    long before = 0;
    long period = 2;
    for (HistoryEntry round : rounds) {
      assertThat(round.iteration() - before).isEqualTo(Math.min(period, 16 - before));
      boolean agreed = Math.max(round.generatorDisagreement(), round.criticDisagreement()) < 0.9;
      period = agreed ? Math.min(4, 2 * period) : Math.max(2, period / 2);
      before = round.iteration();
    }
    assertThat(before).isEqualTo(16);
    assertThat(rounds.size()).isLessThan(8);
  }

  @Test
  void codedDeltasAreSmallAndWhatShardsKeepCanBeLost() throws IOException {
    List<HistoryEntry> rounds = totals(undisturbed(CODED));
    for (HistoryEntry round : rounds) {
      boolean whole = round.round() % 3 == 0 || round.iteration() == 16;
      boolean afterWhole = round.round() % 3 == 1;
      long state = rounds.get(0).bytesBroadcast();
      if (whole) {
        assertThat(round.bytesCollected()).isEqualTo(2 * state);
      } else {
        assertThat(round.bytesCollected()).isLessThan(2 * state / 8);
      }
      // Moments go out with the mean of whole states only.
      assertThat(round.bytesBroadcast() == state).isEqualTo(afterWhole);
    }
    List<Integer> lost = new ArrayList<>();
    GeneratorCard disturbed =
        train(
            spark,
            folder.resolve("disturbed"),
            CODED,
            (done, all) -> lost.addAll(loseWhatShard1Keeps()));
    assertThat(lost).hasSizeGreaterThan(5);
    assertThat(disturbed.weightsSha256()).isEqualTo(undisturbed(CODED).weightsSha256());
  }

  /** As when its executor dies: the blocks are gone, the RDD is not. */
  private static List<Integer> loseWhatShard1Keeps() {
    List<Integer> lost = new ArrayList<>();
    spark
        .getPersistentRDDs()
        .forEach(
            (id, rdd) -> {
              RDDBlockId block = new RDDBlockId(id, 1);
              var blocks = SparkEnv.get().blockManager();
              if (CodedDeltas.NAME.equals(rdd.name()) && blocks.getStatus(block).isDefined()) {
                blocks.removeBlock(block, true);
                lost.add(id);
              }
            });
    return lost;
  }

  @Test
  void withCodedDeltasCheckpointsDecideTheResult() {
    Path output = folder.resolve("generator");
    assertThatThrownBy(() -> train(spark, output, CODED, interruptedAfter(4)))
        .isInstanceOf(Interruption.class);
    assertThatThrownBy(() -> train(spark, output, CODED + ";checkpointRounds=2", Progress.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("another configuration");
  }

  @Test
  void theCardSaysWhatAQuorumCosts() throws IOException {
    GeneratorCard card =
        train(spark, folder.resolve("quorum"), "averaging.quorum=0.5", Progress.NONE);
    assertThat(card.repeatability().byteEquality()).isFalse();
    int dropped = 0;
    for (HistoryEntry round : totals(card)) {
      dropped += round.dropped();
      assertThat(round.bytesCollected()).isEqualTo((2 - round.dropped()) * round.bytesBroadcast());
    }
    for (HistoryEntry round : Objects.requireNonNull(card.history().get("shapes"))) {
      dropped += round.dropped();
    }
    assertThat(card.repeatability().droppedResults()).isEqualTo(dropped);
  }

  private static GeneratorCard train(
      JavaSparkContext sc, Path output, String rule, Progress progress) throws IOException {
    List<String> overrides =
        new ArrayList<>(List.of("checkpointRounds=3", "recipe.totals.training.iterations=16"));
    overrides.addAll(List.of(rule.split(";")));
    return TrainJob.run(
        sc, Samples.train(Samples.prepared(), output, overrides.toArray(new String[0])), progress);
  }

  private static List<HistoryEntry> totals(GeneratorCard card) {
    return Objects.requireNonNull(card.history().get("totals"));
  }
}
