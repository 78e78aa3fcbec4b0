package org.showerforge.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The ROC in closed form. */
final class RocTest {
  @Test
  void fullSeparationIsOneAndItsReverseZero() {
    double[] low = {1, 2, 3};
    double[] high = {4, 5};
    assertThat(Roc.of(low, high).auc()).isEqualTo(1);
    assertThat(Roc.of(low, high).error()).isZero();
    assertThat(Roc.of(high, low).auc()).isZero();
  }

  @Test
  void tiesCountHalf() {
    // Pairs (positive, negative): 1-1 tie, 1-0 win, 2-1 win, 2-0 win: 3.5 of 4.
    assertThat(Roc.of(new double[] {1, 0}, new double[] {1, 2}).auc()).isEqualTo(0.875);
    assertThat(Roc.of(new double[] {7, 7, 7}, new double[] {7, 7}).auc()).isEqualTo(0.5);
  }

  @Test
  void theErrorIsTheScatterOfTheArea() {
    // Over 400 repetitions a standard deviation is known to 3.5 %; four of that are allowed.
    SplittableRandom random = new SplittableRandom(3);
    double[] areas = new double[400];
    double error = 0;
    for (int i = 0; i < areas.length; i++) {
      double[] negative = random.doubles(300).toArray();
      double[] positive = random.doubles(200, 0.3, 1.3).toArray();
      Roc roc = Roc.of(negative, positive);
      areas[i] = roc.auc();
      error += roc.error() / areas.length;
    }
    assertThat(error / Moments.of(areas).rms()).isCloseTo(1, within(0.14));
    // P(u + 0.3 > v) for uniform u, v = 1 - 0.7^2/2; scatter of the mean 0.017/20.
    assertThat(Moments.of(areas).mean()).isCloseTo(0.755, within(0.0034));
  }

  @Test
  void theCurveRisesFromCornerToCornerOverTheSameArea() {
    SplittableRandom random = new SplittableRandom(4);
    Roc roc = Roc.of(random.doubles(5000).toArray(), random.doubles(5000, 0.2, 1.2).toArray());
    assertThat(roc.points()).hasSizeLessThanOrEqualTo(Roc.MAX_POINTS);
    assertThat(roc.points().get(0)).isEqualTo(new RocPoint(0, 0));
    assertThat(roc.points().get(roc.points().size() - 1)).isEqualTo(new RocPoint(1, 1));
    double area = 0;
    for (int i = 1; i < roc.points().size(); i++) {
      RocPoint a = roc.points().get(i - 1);
      RocPoint b = roc.points().get(i);
      assertThat(b.falsePositive()).isGreaterThanOrEqualTo(a.falsePositive());
      assertThat(b.truePositive()).isGreaterThanOrEqualTo(a.truePositive());
      area += (b.falsePositive() - a.falsePositive()) * (a.truePositive() + b.truePositive()) / 2;
    }
    // Trapezia between 200 points of a smooth curve.
    assertThat(area).isCloseTo(roc.auc(), within(1e-4));
  }

  @Test
  void oneEventIsTooFew() {
    assertThatThrownBy(() -> Roc.of(new double[] {1}, new double[] {1, 2}))
        .hasMessageContaining("two events of each class, got 1 and 2");
  }
}
