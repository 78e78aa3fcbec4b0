package org.showerforge.metrics;

import java.util.List;
import java.util.SplittableRandom;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.RectangularLayer;

/**
 * Seeded showers of a small detector: Gaussian profiles with fluctuating depth, width and cells.
 */
final class TestShowers {
  static final DetectorSpec SMALL =
      new DetectorSpec(
          "small",
          List.of(new Condition("energy", "GeV", 1, 100, Condition.Scale.LOG)),
          List.of(
              new RectangularLayer("front", 3, 16, 80, 15, 100),
              new RectangularLayer("back", 8, 8, 30, 30, 300)),
          1,
          List.of());

  /** What is wrong with a sample: factors on its response and width, 1 for nothing. */
  record Distortion(double response, double width) {
    static final Distortion NONE = new Distortion(1, 1);
  }

  private TestShowers() {}

  static ShowerSample make(int events, long seed, Distortion distortion) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] conditions = new float[events];
    float[] response = new float[events * SMALL.cells()];
    for (int event = 0; event < events; event++) {
      double energy = 2 + 18 * random.nextDouble();
      conditions[event] = (float) energy;
      double total = 1000 * energy * distortion.response() * (1 + 0.03 * random.nextGaussian());
      double front = 0.3 * Math.exp(0.2 * random.nextGaussian());
      for (int i = 0; i < 2; i++) {
        deposit(
            response,
            event * SMALL.cells() + SMALL.offset(i),
            SMALL.layers().get(i),
            total * (i == 0 ? front : 1 - front),
            (25 + 3 * random.nextGaussian()) * distortion.width(),
            random);
      }
    }
    return new ShowerSample(SMALL, events, conditions, response);
  }

  private static void deposit(
      float[] response,
      int from,
      Layer layer,
      double energy,
      double width,
      SplittableRandom random) {
    double[] cells = new double[layer.cells()];
    double sum = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      double x = layer.centreMm(Layer.Axis.X, cell) / width;
      double y = layer.centreMm(Layer.Axis.Y, cell) / width;
      cells[cell] = Math.exp(-(x * x + y * y) / 2 + 0.3 * random.nextGaussian());
      sum += cells[cell];
    }
    for (int cell = 0; cell < cells.length; cell++) {
      response[from + cell] = (float) (energy * cells[cell] / sum);
    }
  }
}
