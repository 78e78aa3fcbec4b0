package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.showerforge.UserException;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;

/** What the engine refuses to build, and that it says what is wrong and what would be right. */
final class RefusalsTest {
  private static final Backend BACKEND = new JavaBackend();
  private static final Penalty PENALTY = new Penalty(Penalty.Kind.TWO_SIDED, 10);

  private final TwinMaps maps = new TwinMaps(BACKEND, new Random(1), 1);

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessage(message);
  }

  private LinearMap dense(int in, int out) {
    return maps.dense(in, out).map();
  }

  private static Loss loss() {
    return new ScoreLoss(BACKEND, ScoreLoss.Kind.WASSERSTEIN, 0);
  }

  private static Critic critic(int batch, double matching, LinearMap... linear) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < linear.length; l++) {
      boolean top = l > 0 && l + 1 == linear.length;
      layers.add(Layer.of(linear[l], top ? Activation.IDENTITY : Activation.TANH));
    }
    return new Critic(BACKEND, layers, loss(), PENALTY, batch, 2, matching);
  }

  @Test
  void anActivationOnTopOfACritic() {
    List<Layer> layers =
        List.of(Layer.of(dense(4, 3), Activation.TANH), Layer.of(dense(3, 1), Activation.SIGMOID));
    assertRefused(
        () -> new Critic(BACKEND, layers, loss(), PENALTY, 2, 2, 0),
        "critic: its last layer has no activation, got sigmoid");
  }

  @Test
  void aResponseWiderThanTheInput() {
    List<Layer> layers =
        List.of(Layer.of(dense(4, 3), Activation.TANH), Layer.of(dense(3, 1), Activation.IDENTITY));
    for (int width : new int[] {-1, 0, 5}) {
      assertRefused(
          () -> new Critic(BACKEND, layers, loss(), PENALTY, 2, width, 0),
          "critic: responseWidth: must be 1..4, got " + width);
    }
  }

  @Test
  void criticsWhoseWidthsDoNotFit() {
    assertRefused(
        () -> critic(2, 0, dense(4, 3), dense(5, 1)),
        "critic: layer 1 takes 5 numbers, the one below gives 3");
    assertRefused(
        () -> critic(2, 0, dense(4, 3), dense(3, 2)),
        "critic: this loss takes 1 number(s) per event, the critic gives 2");
    assertRefused(() -> critic(2, 0, dense(4, 1)), "critic: needs at least one hidden layer");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void batchesOfNone(int batch) {
    assertRefused(
        () -> critic(batch, 0, dense(4, 3), dense(3, 1)), "batch: must be >= 1, got " + batch);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void weightsOfTermsThatAreNoWeights(double value) {
    assertRefused(
        () -> critic(2, value, dense(4, 3), dense(3, 1)),
        "featureMatching: must be >= 0 and finite, got " + value);
    assertRefused(
        () -> new Penalty(Penalty.Kind.TWO_SIDED, value),
        "lambda: must be >= 0 and finite, got " + value);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void smoothingThatIsNoProbability(double smoothing) {
    assertRefused(
        () -> new ScoreLoss(BACKEND, ScoreLoss.Kind.GAN, smoothing),
        "smoothing: must be in [0, 1), got " + smoothing);
  }

  @ParameterizedTest
  @EnumSource(names = {"WASSERSTEIN", "HINGE", "LEAST_SQUARES"})
  void smoothingOfLossesWithoutLabels(ScoreLoss.Kind kind) {
    assertRefused(
        () -> new ScoreLoss(BACKEND, kind, 0.1),
        "smoothing: only for the losses gan and gan-saturating");
  }

  private BatchNorm norm(int batch, int width, BatchNorm.Mode mode) {
    return new BatchNorm(
        BACKEND,
        Parameters.fixed(BACKEND.allocate(1, 3)),
        Parameters.fixed(BACKEND.allocate(1, 3)),
        BACKEND.allocate(1, 3),
        BACKEND.allocate(1, 3),
        batch,
        width,
        mode);
  }

  @Test
  void batchNormalisationInACritic() {
    Layer normalised = new Layer(dense(4, 3), norm(2, 3, BatchNorm.Mode.TRAINING), Activation.TANH);
    List<Layer> layers = List.of(normalised, Layer.of(dense(3, 1), Activation.IDENTITY));
    assertRefused(
        () -> new Critic(BACKEND, layers, loss(), PENALTY, 2, 2, 0),
        "critic: layer 0 has batch normalisation; it couples the events of a batch, and the"
            + " penalty needs the gradient of each event's score by that event alone");
  }

  @Test
  void batchNormalisationOfOneValue() {
    assertRefused(
        () -> norm(1, 3, BatchNorm.Mode.TRAINING),
        "batch: batch normalisation needs at least 2 values per channel, got 1");
    // Two pixels per channel, or moments that are known, are enough.
    norm(1, 6, BatchNorm.Mode.TRAINING);
    norm(1, 3, BatchNorm.Mode.SAMPLING);
  }

  @Test
  void branchesWhoseColumnsDoNotFit() {
    Branches.Part first = new Branches.Part(0, dense(2, 3));
    assertRefused(
        () -> new Branches(BACKEND, List.of(first, new Branches.Part(3, dense(1, 1))), 4),
        "branches: part 1 begins at column 3, not 2");
    assertRefused(
        () -> new Branches(BACKEND, List.of(first, new Branches.Part(1, dense(1, 1))), 4),
        "branches: part 1 begins at column 1, not 2");
    assertRefused(
        () -> new Branches(BACKEND, List.of(first, new Branches.Part(0, dense(3, 1))), 4),
        "branches: part 1 reads columns up to 3, those before it up to 2");
    assertRefused(
        () -> new Branches(BACKEND, List.of(first), 1), "branches: read 2 columns, there are 1");
  }

  @Test
  void generatorsWhoseWidthsDoNotFit() {
    List<Layer> layers =
        List.of(Layer.of(dense(4, 3), Activation.TANH), Layer.of(dense(3, 6), Activation.IDENTITY));
    Head noisy = new NoisyCellHead(BACKEND, 2, 4);
    assertRefused(
        () -> new Generator(BACKEND, layers, noisy, 2, 4),
        "generator: the head takes 4 numbers, the last layer gives 6");
    List<Layer> apart =
        List.of(Layer.of(dense(4, 3), Activation.TANH), Layer.of(dense(2, 6), Activation.IDENTITY));
    assertRefused(
        () -> new Generator(BACKEND, apart, new LinearHead(BACKEND), 2, 6),
        "generator: layer 1 takes 2 numbers, the one below gives 3");
  }

  @Test
  void imagesAndKernelsOfNoSize() {
    List<Integer> one = List.of(1, 1, 1);
    List<Integer> image = List.of(1, 4, 4);
    assertRefused(() -> new PatchGeometry(image, 0, one, one), "channels: must be >= 1, got 0");
    assertRefused(
        () -> new PatchGeometry(image, 1, List.of(1, 0, 1), one),
        "kernel: needs three sizes >= 1, got [1, 0, 1]");
    assertRefused(
        () -> new PatchGeometry(image, 1, one, List.of(1, 1, -2)),
        "stride: needs three sizes >= 1, got [1, 1, -2]");
    assertRefused(
        () -> new PatchGeometry(List.of(4, 4), 1, one, one),
        "image: needs three sizes >= 1, got [4, 4]");
  }
}
