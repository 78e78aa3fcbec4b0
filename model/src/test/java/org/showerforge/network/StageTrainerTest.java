package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Philox;
import org.showerforge.metrics.EarthMovers;

/** A round is a pure function of where it starts, and rounds learn. */
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

  @Test
  void theSameRoundTwiceIsTheSameBits() {
    TrainingSchedule schedule = schedule(100);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    assertSame(StageTrainer.initialState(DESIGN, 3), start);
    float[] kept = start.parameters().clone();
    StageTrainer trainer = StageTrainer.create(DESIGN, schedule);
    StageTrainer.Round first = trainer.run(start, SHARD, Philox.of(1), 0, 5);
    assertThat(start.parameters()).isEqualTo(kept);
    StageTrainer.Round used = trainer.run(start, SHARD, Philox.of(1), 0, 5);
    StageTrainer.Round fresh =
        StageTrainer.create(DESIGN, schedule).run(start, SHARD, Philox.of(1), 0, 5);
    assertSame(used.state(), first.state());
    assertSame(fresh.state(), first.state());
    assertThat(fresh.statistics()).isEqualTo(first.statistics());
    assertThat(trainer.run(start, SHARD, Philox.of(2), 0, 5).state().parameters())
        .isNotEqualTo(first.state().parameters());
    assertThat(trainer.run(start, SHARD, Philox.of(1), 5, 5).state().parameters())
        .isNotEqualTo(first.state().parameters());
    assertThat(StageTrainer.initialState(DESIGN, 4).parameters()).isNotEqualTo(kept);
  }

  @Test
  void twoAndThreeIterationsAreFive() {
    TrainingSchedule schedule = schedule(6);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageTrainer trainer = StageTrainer.create(DESIGN, schedule);
    StageState five = trainer.run(start, SHARD, Philox.of(1), 0, 5).state();
    StageState two = trainer.run(start, SHARD, Philox.of(1), 0, 2).state();
    assertThat(two.parameters()).isNotEqualTo(five.parameters());
    assertSame(trainer.run(two, SHARD, Philox.of(1), 2, 3).state(), five);
  }

  @Test
  void singleAndDoublePrecisionAgree() {
    TrainingSchedule schedule = schedule(10);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageTrainer.Round single =
        StageTrainer.create(DESIGN, schedule).run(start, SHARD, Philox.of(1), 0, 3);
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

  @Test
  void theAverageFollowsTheGenerator() {
    TrainingSchedule schedule = schedule(10);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    assertThat(start.average()).isEqualTo(generator(start));
    assertThat(start.updater()).containsOnly(0);
    StageState one =
        StageTrainer.create(DESIGN, schedule).run(start, SHARD, Philox.of(1), 0, 1).state();
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

  @Test
  void aConditionalToyIsLearnt() {
    TrainingSchedule schedule = schedule(700);
    StageState start = StageTrainer.initialState(DESIGN, 3);
    StageTrainer.Round end =
        StageTrainer.create(DESIGN, schedule).run(start, SHARD, Philox.of(1), 0, 700);
    for (float condition : new float[] {-0.8f, 0, 0.8f}) {
      assertThat(distance(end.state(), condition)).isLessThan(0.08);
    }
    assertThat(distance(start, -0.8f)).isGreaterThan(0.3);
    assertThat(distance(start, 0.8f)).isGreaterThan(0.3);
    assertThat(end.statistics().gradientNorm()).isBetween(0.3, 1.5);
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
