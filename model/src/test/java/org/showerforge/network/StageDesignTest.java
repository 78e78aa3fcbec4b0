package org.showerforge.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.showerforge.UserException;
import org.showerforge.detector.DetectorSpec;

/** A design with a width that cannot be is refused by its stage and key. */
final class StageDesignTest {
  private static final List<Integer> WIDTHS = List.of(8);

  @Test
  void badWidthsAreRefused() {
    for (int bad : new int[] {0, -3, (1 << 20) + 1}) {
      assertRefused(() -> design(bad, 1, 1, WIDTHS, WIDTHS, 0.2), "noise", "got " + bad);
      assertRefused(() -> design(1, bad, 1, WIDTHS, WIDTHS, 0.2), "conditions", "got " + bad);
      assertRefused(() -> design(1, 1, bad, WIDTHS, WIDTHS, 0.2), "response", "got " + bad);
      List<Integer> widths = List.of(8, bad);
      assertRefused(() -> design(1, 1, 1, widths, WIDTHS, 0.2), "layer dense", "got " + bad);
      assertRefused(() -> design(1, 1, 1, WIDTHS, widths, 0.2), "layer dense", "got " + bad);
    }
    assertRefused(() -> design(1, 1, 1, List.of(), WIDTHS, 0.2), "generator", "hidden layer");
    assertRefused(() -> design(1, 1, 1, WIDTHS, List.of(), 0.2), "critic", "hidden layer");
  }

  @Test
  void aLeakOutsideZeroToOneIsRefused() {
    for (double bad : new double[] {-0.1, 1, Double.NaN}) {
      assertRefused(() -> design(1, 1, 1, WIDTHS, WIDTHS, bad), "leak", "got " + bad);
    }
    assertThat(design(1, 1, 1, WIDTHS, WIDTHS, 0).leak()).isZero();
  }

  @Test
  void unknownFeaturesAreRefusedWithTheKnownOnes() {
    DetectorSpec calogan = DetectorSpec.load("calogan");
    assertRefused(
        () -> CriticFeatures.ofCells(calogan, List.of("projections", "moment"), 3, 1),
        "'moment'",
        "moments",
        "occupancy");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... fragments) {
    assertThatThrownBy(call).isInstanceOf(UserException.class).message().contains(fragments);
  }

  private static StageDesign design(
      int noise,
      int conditions,
      int response,
      List<Integer> generator,
      List<Integer> critic,
      double leak) {
    return new StageDesign(
        "toy",
        noise,
        conditions,
        response,
        List.of(),
        LayerDesign.denseLayers(generator.toArray(Integer[]::new)),
        LayerDesign.denseLayers(critic.toArray(Integer[]::new)),
        leak,
        HeadKind.LINEAR,
        List.of(),
        CriticFeatures.none(),
        LossDesign.wganGp(10),
        UpdaterKind.ADAM);
  }
}
