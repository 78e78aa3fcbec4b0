package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.UserException;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Philox;
import org.showerforge.backend.TestBackend;
import org.showerforge.metrics.EarthMovers;

/** A round is a pure function of where it starts, and rounds learn. */
@Tag(TestBackend.GPU)
final class StageTrainerTest {
  private static final int EVENTS = 4000;
  private static final double WIDTH = 0.3;
  private static final StageDesign DESIGN = TestDesigns.wganGp(4, 1, 1, 0.1, 32);
  private static final Shard SHARD = shard();

  /** The condition c is uniform in -1..1, the response normal with mean c. */
  private static Shard shard() {
    Philox random = Philox.of(12);
    float[] conditions = new float[EVENTS];
    float[] response = new float[EVENTS];
    random.uniforms(0, 0, conditions, 0, EVENTS);
    random.gaussians(1, 0, response, 0, EVENTS);
    for (int i = 0; i < EVENTS; i++) {
      conditions[i] = 2 * conditions[i] - 1;
      response[i] = (float) (conditions[i] + WIDTH * response[i]);
    }
    float[] ones = new float[EVENTS];
    Arrays.fill(ones, 1);
    return new Shard(EVENTS, conditions, response, new float[EVENTS], ones, new int[][] {{0}});
  }

  private static TrainingSchedule schedule(int iterations) {
    return new TrainingSchedule(iterations, 128, 3, UpdaterKind.ADAM, 1e-3, 0.5, 0.05, 0.99);
  }

  private static StageTrainer trainer(TestBackend kind, TrainingSchedule schedule) {
    return new StageTrainer(DESIGN, schedule, kind.create());
  }

  @Test
  void otherShardsTakeNoFurtherMemory() {
    StageState start = StageTrainer.initialState(DESIGN, 3);
    try (StageTrainer trainer = trainer(TestBackend.HOST, schedule(100))) {
      StageTrainer.Round first = trainer.run(start, SHARD, Philox.of(1), 0, 2);
      long before = Pointer.totalBytes();
      for (int turn = 0; turn < 5; turn++) {
        StageTrainer.Round again = trainer.run(start, shard(), Philox.of(1), 0, 2);
        assertSame(again.state(), first.state());
      }
      // Less if the garbage collector found something of other tests meanwhile.
      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "CUBLAS_EMULATED", "CUBLAS"})
  void theSameRoundTwiceIsTheSameBits(TestBackend kind) {
    TrainingSchedule schedule = schedule(100);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    assertSame(StageTrainer.initialState(DESIGN, 3), start);
    float[] kept = start.parameters().clone();
    StageTrainer trainer = trainer(kind, schedule);
    StageTrainer.Round first = trainer.run(start, SHARD, Philox.of(1), 0, 5);
    assertThat(start.parameters()).isEqualTo(kept);
    StageTrainer.Round used = trainer.run(start, SHARD, Philox.of(1), 0, 5);
    StageTrainer.Round fresh = trainer(kind, schedule).run(start, SHARD, Philox.of(1), 0, 5);
    assertSame(used.state(), first.state());
    assertSame(fresh.state(), first.state());
    assertThat(fresh.statistics()).isEqualTo(first.statistics());
    assertThat(trainer.run(start, SHARD, Philox.of(2), 0, 5).state().parameters())
        .isNotEqualTo(first.state().parameters());
    assertThat(trainer.run(start, SHARD, Philox.of(1), 5, 5).state().parameters())
        .isNotEqualTo(first.state().parameters());
    assertThat(StageTrainer.initialState(DESIGN, 4).parameters()).isNotEqualTo(kept);
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "CUBLAS_EMULATED", "CUBLAS"})
  void twoAndThreeIterationsAreFive(TestBackend kind) {
    TrainingSchedule schedule = schedule(6);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageTrainer trainer = trainer(kind, schedule);
    StageState five = trainer.run(start, SHARD, Philox.of(1), 0, 5).state();
    StageState two = trainer.run(start, SHARD, Philox.of(1), 0, 2).state();
    assertThat(two.parameters()).isNotEqualTo(five.parameters());
    assertSame(trainer.run(two, SHARD, Philox.of(1), 2, 3).state(), five);
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "CUBLAS_EMULATED", "CUBLAS"})
  void singleAndDoublePrecisionAgree(TestBackend kind) {
    TrainingSchedule schedule = schedule(10);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageTrainer.Round single = trainer(kind, schedule).run(start, SHARD, Philox.of(1), 0, 3);
    StageTrainer.Round exact =
        new StageTrainer(DESIGN, schedule, new JavaBackend()).run(start, SHARD, Philox.of(1), 0, 3);
    // Adam's first steps are of the size of the learning rate, whatever the gradient's; where a
    // gradient is within rounding of zero its sign is anyone's. So nine in ten, not all.
    float[] found = single.state().parameters();
    float[] expected = exact.state().parameters();
    int close = 0;
    for (int i = 0; i < found.length; i++) {
      close += Math.abs(found[i] - expected[i]) < 1e-5 ? 1 : 0;
    }
    assertThat(close).isGreaterThan(found.length * 9 / 10);
    assertThat(single.statistics().emdEstimate())
        .isCloseTo(exact.statistics().emdEstimate(), org.assertj.core.api.Assertions.within(1e-4));
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "CUBLAS_EMULATED", "CUBLAS"})
  void theAverageFollowsTheGenerator(TestBackend kind) {
    TrainingSchedule schedule = schedule(10);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    assertThat(start.average()).isEqualTo(generator(start));
    assertThat(start.updater()).containsOnly(0);
    StageState one = trainer(kind, schedule).run(start, SHARD, Philox.of(1), 0, 1).state();
    for (int i = 0; i < start.average().length; i++) {
      double expected = 0.99 * start.average()[i] + 0.01 * one.parameters()[i];
      assertThat((double) one.average()[i])
          // Two products and a sum in single precision: three roundings of half a unit each.
          .isCloseTo(
              expected,
              org.assertj.core.api.Assertions.within(
                  1.5 * Math.ulp((float) Math.max(1, Math.abs(expected)))));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "CUBLAS_EMULATED", "CUBLAS"})
  void aConditionalToyIsLearnt(TestBackend kind) {
    TrainingSchedule schedule = schedule(700);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageTrainer.Round end = trainer(kind, schedule).run(start, SHARD, Philox.of(1), 0, 700);
    for (float condition : new float[] {-0.8f, 0, 0.8f}) {
      assertThat(distance(end.state(), condition)).isLessThan(0.08);
    }
    assertThat(distance(start, -0.8f)).isGreaterThan(0.3);
    assertThat(distance(start, 0.8f)).isGreaterThan(0.3);
    assertThat(end.statistics().gradientNorm()).isBetween(0.3, 1.5);
  }

  /**
   * Fifty iterations on the two, from one state and with one noise: they differ by rounding alone.
   */
  @ParameterizedTest
  @EnumSource(names = {"CUBLAS_EMULATED", "CUBLAS"})
  void aRoundOnAGpuIsTheRoundOnTheHost(TestBackend kind) {
    TrainingSchedule schedule = schedule(100);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageState host =
        trainer(TestBackend.HOST, schedule).run(start, SHARD, Philox.of(1), 0, 50).state();
    StageState gpu = trainer(kind, schedule).run(start, SHARD, Philox.of(1), 0, 50).state();
    assertThat(difference(gpu.parameters(), host.parameters())).isLessThan(1e-4);
    assertThat(difference(gpu.average(), host.average())).isLessThan(1e-4);
  }

  /** A batch in one block, as a GPU takes it, draws and makes the events of one in several. */
  @ParameterizedTest
  @EnumSource(names = {"CUBLAS_EMULATED", "CUBLAS"})
  void blocksDoNotChangeABatch(TestBackend kind) {
    TrainingSchedule schedule =
        new TrainingSchedule(10, 1024, 2, UpdaterKind.ADAM, 1e-3, 0.5, 0.05, 0.99);
    for (LossDesign loss :
        List.of(
            LossDesign.wganGp(0.1),
            new LossDesign("cramer", "two-sided", 0.1, 0, 0, 0.2, 0, 0, 16))) {
      List<LayerDesign> layers = LayerDesign.denseLayers(32, 32);
      StageDesign design = TestDesigns.numbers(4, 1, 1, layers, layers, loss);
      StageState start = StageTrainer.initialState(design, 3);
      StageState host =
          new StageTrainer(design, schedule, TestBackend.HOST.create())
              .run(start, SHARD, Philox.of(1), 0, 2)
              .state();
      StageState gpu =
          new StageTrainer(design, schedule, kind.create())
              .run(start, SHARD, Philox.of(1), 0, 2)
              .state();
      assertThat(difference(gpu.parameters(), host.parameters())).as(loss.name()).isLessThan(1e-4);
    }
  }

  /** The largest difference, relative to the largest number. */
  private static double difference(float[] found, float[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      difference = Math.max(difference, Math.abs((double) found[i] - expected[i]));
      size = Math.max(size, Math.abs(expected[i]));
    }
    return difference / size;
  }

  @Test
  void anEmptyShardIsRefused() {
    assertThatThrownBy(
            () ->
                new Shard(
                    0, new float[0], new float[0], new float[0], new float[0], new int[][] {{0}}))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fewer shards");
    assertThatThrownBy(
            () ->
                new Shard(
                    2, new float[2], new float[3], new float[2], new float[2], new int[][] {{0}}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double distance(StageState state, float condition) {
    float[] given = new float[2000];
    Arrays.fill(given, condition);
    float[] sample =
        new StageSampler(DESIGN, state.average(), given.length).sample(Philox.of(9), 0, 0, given);
    float[] noise = new float[given.length];
    Philox.of(10).gaussians(0, 0, noise, 0, noise.length);
    double[] generated = new double[given.length];
    double[] expected = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      generated[i] = sample[i];
      expected[i] = condition + WIDTH * noise[i];
    }
    return EarthMovers.distance(generated, expected);
  }

  private static float[] generator(StageState state) {
    return Arrays.copyOf(state.parameters(), StageSampler.parameters(DESIGN));
  }

  private static void assertSame(StageState actual, StageState expected) {
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
    assertThat(actual.updater()).isEqualTo(expected.updater());
    assertThat(actual.average()).isEqualTo(expected.average());
  }
}
