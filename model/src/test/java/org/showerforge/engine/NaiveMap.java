package org.showerforge.engine;

import java.util.Arrays;
import java.util.List;

/** A linear map of one event, as plain loops. Weights are laid out as the engine's. */
interface NaiveMap {
  /** The map without its bias. */
  double[] apply(double[] x);

  /** One number per output. */
  double[] biases();

  /** How many of the last outputs are inputs, passed on as they are. */
  default int passed() {
    return 0;
  }

  /**
   * A fully connected map.
   *
   * @param weight [out][in]
   */
  record Dense(double[] weight, double[] biases) implements NaiveMap {
    @Override
    public double[] apply(double[] x) {
      double[] out = new double[biases.length];
      for (int j = 0; j < out.length; j++) {
        for (int i = 0; i < x.length; i++) {
          out[j] += weight[j * x.length + i] * x[i];
        }
      }
      return out;
    }
  }

  /** The columns [from, to) of one map of several side by side. */
  record Part(int from, int to, NaiveMap map) {}

  /** Maps side by side; the last columns are passed on. */
  record Branches(List<Part> parts, int passed) implements NaiveMap {
    @Override
    public double[] apply(double[] x) {
      double[] out = {};
      for (Part part : parts) {
        out = joined(out, part.map.apply(Arrays.copyOfRange(x, part.from, part.to)));
      }
      return joined(out, Arrays.copyOfRange(x, x.length - passed, x.length));
    }

    @Override
    public double[] biases() {
      double[] out = {};
      for (Part part : parts) {
        out = joined(out, part.map.biases());
      }
      return joined(out, new double[passed]);
    }

    private static double[] joined(double[] a, double[] b) {
      double[] out = Arrays.copyOf(a, a.length + b.length);
      System.arraycopy(b, 0, out, a.length, b.length);
      return out;
    }
  }
}
