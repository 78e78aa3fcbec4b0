package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.GeneratorCard.HistoryEntry;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/**
 * Rounds beyond the plain mean, in real trainings: the same bytes on any number of cores,
 * interrupted or not. The totals have 16 iterations; rounds 3, 6, ... are checkpoints.
 */
final class AveragingRulesTest {
  private static final String OUTER = "averaging.outer={learningRate: 0.7, momentum: 0.9}";
  private static final String ADAPTIVE = "averaging.adaptivePeriod={disagreement: 0.9, max: 4}";
  private static final String CODED = "averaging.deltaBits=8";

  @TempDir private Path folder;

  /** Stands for whatever ends a driver in the middle of a training. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @ParameterizedTest
  @ValueSource(strings = {OUTER, ADAPTIVE, CODED, OUTER + ";" + ADAPTIVE + ";" + CODED})
  void theSameBytesOnAnyNumberOfCoresInterruptedOrNot(String rule) throws IOException {
    Path expected = folder.resolve("whole");
    Samples.on("local[2]", sc -> train(sc, expected, rule, Progress.NONE));
    Path plain = folder.resolve("plain");
    Samples.on("local[2]", sc -> train(sc, plain, "seed=1", Progress.NONE));
    assertThat(weights(expected)).isNotEqualTo(weights(plain));
    Path resumed = folder.resolve("resumed");
    Samples.on(
        "local[1]",
        sc -> {
          for (int rounds : new int[] {4, 2}) {
            assertThatThrownBy(() -> train(sc, resumed, rule, interruptedAfter(rounds)))
                .isInstanceOf(Interruption.class);
          }
          return train(sc, resumed, rule, Progress.NONE);
        });
    assertThat(weights(resumed)).isEqualTo(weights(expected));
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
    GeneratorCard card =
        Samples.on(
            "local[2]", sc -> train(sc, folder.resolve("adaptive"), ADAPTIVE, Progress.NONE));
    List<HistoryEntry> rounds = Objects.requireNonNull(card.history().get("totals"));
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
    Path undisturbed = folder.resolve("undisturbed");
    GeneratorCard card = Samples.on("local[2]", sc -> train(sc, undisturbed, CODED, Progress.NONE));
    List<HistoryEntry> rounds = Objects.requireNonNull(card.history().get("totals"));
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
    Path disturbed = folder.resolve("disturbed");
    List<Integer> lost = new ArrayList<>();
    Samples.on(
        "local[2]",
        sc -> train(sc, disturbed, CODED, (done, all) -> lost.addAll(loseWhatShard1Keeps(sc))));
    assertThat(lost).hasSizeGreaterThan(5);
    assertThat(weights(disturbed)).isEqualTo(weights(undisturbed));
  }

  /** As when its executor dies: the blocks are gone, the RDD is not. */
  private static List<Integer> loseWhatShard1Keeps(JavaSparkContext sc) {
    List<Integer> lost = new ArrayList<>();
    sc.getPersistentRDDs()
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
  void withCodedDeltasCheckpointsDecideTheResult() throws IOException {
    Path output = folder.resolve("generator");
    Samples.on(
        "local[2]",
        sc -> {
          assertThatThrownBy(() -> train(sc, output, CODED, interruptedAfter(4)))
              .isInstanceOf(Interruption.class);
          assertThatThrownBy(() -> train(sc, output, CODED + ";checkpointRounds=2", Progress.NONE))
              .isInstanceOf(UserException.class)
              .hasMessageContaining("another configuration");
          return train(sc, output, CODED, Progress.NONE);
        });
    assertThat(weights(output)).isNotEmpty();
  }

  @Test
  void theCardSaysWhatAQuorumCosts() {
    GeneratorCard card =
        Samples.on(
            "local[2]",
            sc -> train(sc, folder.resolve("quorum"), "averaging.quorum=0.5", Progress.NONE));
    assertThat(card.repeatability().byteEquality()).isFalse();
    int dropped = 0;
    for (HistoryEntry round : Objects.requireNonNull(card.history().get("totals"))) {
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

  private static byte[] weights(Path generator) throws IOException {
    return Files.readAllBytes(generator.resolve(GeneratorArtifact.WEIGHTS));
  }
}
