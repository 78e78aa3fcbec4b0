package org.showerforge.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.data.prepare.Progress;
import org.showerforge.jobs.Samples;

/**
 * A training that was interrupted ends with the bytes of one that was not. Each stage of the tiny
 * recipe has 7 iterations on 2 shards, so 4 rounds: iterations done after each of the 8 rounds are
 * 4, 8, 12, 14, 18, 22, 26, 28.
 */
final class ResumeTest {
  private static final String CHECKPOINT = "checkpoint-00000";
  private static JavaSparkContext spark;
  private static byte[] expected;

  @TempDir private Path folder;

  /** Stands for whatever ends a driver in the middle of a training. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @BeforeAll
  static void start() throws IOException {
    expected = weights(Samples.generator());
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

  @ParameterizedTest
  @ValueSource(longs = {4, 14, 18, 28})
  void anInterruptedTrainingEndsWithTheSameBytes(long done) throws IOException {
    TrainConfig config = config();
    interrupt(config, done);
    assertThat(folder.resolve("generator")).doesNotExist();
    List<Long> reported = new ArrayList<>();
    GeneratorCard card = TrainJob.run(spark, config, (now, all) -> reported.add(now));
    assertThat(weights(folder.resolve("generator"))).isEqualTo(expected);
    assertThat(reported).doesNotContain(done).allMatch(now -> now > done);
    assertThat(card.history().get("totals")).hasSize(4);
    assertThat(card.history().get("shapes")).hasSize(4);
  }

  @Test
  void roundsSinceTheLastCheckpointAreDoneAgain() throws IOException {
    TrainConfig config = config("checkpointRounds=3");
    interrupt(config, 22);
    List<Long> reported = new ArrayList<>();
    TrainJob.run(spark, config, (now, all) -> reported.add(now));
    assertThat(reported).containsExactly(18L, 22L, 26L, 28L);
    assertThat(weights(folder.resolve("generator"))).isEqualTo(expected);
  }

  @Test
  void aDamagedStateGivesWayToTheOneBefore() throws IOException {
    TrainConfig config = config();
    interrupt(config, 22);
    assertThat(checkpoints()).containsExactly(CHECKPOINT + "4", CHECKPOINT + "5");
    Path state = training().resolve(CHECKPOINT + "5/state.bin");
    byte[] bytes = Files.readAllBytes(state);
    bytes[bytes.length / 2] ^= 1;
    Files.write(state, bytes);
    assertResumesAfter(config, 18);
  }

  @Test
  void aHalfWrittenCheckpointGivesWayToTheOneBefore() throws IOException {
    TrainConfig config = config();
    interrupt(config, 22);
    Path meta = training().resolve(CHECKPOINT + "5/checkpoint.json");
    Files.writeString(meta, Files.readString(meta).substring(0, 100));
    Files.createDirectories(training().resolve(".checkpoint-writing"));
    Files.writeString(training().resolve(".checkpoint-writing/state.bin"), "half");
    assertResumesAfter(config, 18);
  }

  @Test
  void withoutAWholeCheckpointTheTrainingBeginsAnew() throws IOException {
    TrainConfig config = config();
    interrupt(config, 8);
    for (String checkpoint : checkpoints()) {
      Files.delete(training().resolve(checkpoint + "/state.bin"));
    }
    assertResumesAfter(config, 0);
  }

  @Test
  void aCheckpointOfAnotherConfigurationOrDataSetIsRefused() throws IOException {
    interrupt(config(), 8);
    Path other =
        Samples.prepare(
            spark, folder.resolve("other"), "split={train: 0.6, validation: 0.15, test: 0.25}");
    for (String change :
        new String[] {"seed=2", "recipe.shapes.loss.lambda=9", "shards=3", "data=" + other}) {
      assertThatThrownBy(() -> TrainJob.run(spark, config(change), Progress.NONE))
          .isInstanceOf(UserException.class)
          .message()
          .contains(training().toString(), "another configuration", "delete the folder")
          .doesNotContain("\n");
    }
    assertThat(folder.resolve("generator")).doesNotExist();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(training(), other);
    }
  }

  @Test
  void aSecondRunAtOnceIsRefused() {
    TrainConfig config = config();
    Progress second =
        (now, all) ->
            assertThatThrownBy(() -> TrainJob.run(spark, config, Progress.NONE))
                .isInstanceOf(UserException.class)
                .message()
                .contains(config.output(), "another run is writing it")
                .doesNotContain("\n");
    assertThatCode(() -> TrainJob.run(spark, config, second)).doesNotThrowAnyException();
  }

  @Test
  void aDriverThatWasTakenForDeadCannotCommit() throws IOException {
    TrainConfig config = config();
    Path lease = folder.resolve(".generator.lease");
    Progress successor =
        (now, all) -> {
          if (now == 28) {
            try {
              Files.writeString(
                  lease, Files.readString(lease).replaceFirst("\"token\" : \"", "$0other"));
              Files.delete(folder.resolve("..generator.lease.crc"));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    assertThatThrownBy(() -> TrainJob.run(spark, config, successor))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("another one took over");
    assertThat(folder.resolve("generator")).doesNotExist();
    assertThat(lease).exists();
  }

  private void assertResumesAfter(TrainConfig config, long done) throws IOException {
    List<Long> reported = new ArrayList<>();
    TrainJob.run(spark, config, (now, all) -> reported.add(now));
    assertThat(reported.get(0)).isEqualTo(done + 4);
    assertThat(weights(folder.resolve("generator"))).isEqualTo(expected);
  }

  private static void interrupt(TrainConfig config, long done) {
    Progress interrupting =
        (now, all) -> {
          assertThat(all).isEqualTo(28);
          if (now == done) {
            throw new Interruption();
          }
        };
    assertThatThrownBy(() -> TrainJob.run(spark, config, interrupting))
        .isInstanceOf(Interruption.class);
  }

  private TrainConfig config(String... overrides) {
    return Samples.train(Samples.prepared(), folder.resolve("generator"), overrides);
  }

  private Path training() {
    return folder.resolve("generator.training");
  }

  private List<String> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(training())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint-"))
          .sorted()
          .toList();
    }
  }

  private static byte[] weights(Path generator) throws IOException {
    return Files.readAllBytes(generator.resolve(GeneratorArtifact.WEIGHTS));
  }
}
