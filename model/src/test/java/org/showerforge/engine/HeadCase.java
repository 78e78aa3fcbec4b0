package org.showerforge.engine;

import java.util.List;
import org.showerforge.backend.Backend;

/** Every head of a generator, as the engine's and as plain loops over one event. */
enum HeadCase {
  LINEAR,
  NOISY_CELLS,
  SOFTMAX,
  EXP;

  private static final double SCALE = 0.5;

  Head engine(Backend backend, int batch, int cells) {
    return switch (this) {
      case LINEAR -> new LinearHead(backend);
      case NOISY_CELLS -> new NoisyCellHead(backend, batch, cells);
      case SOFTMAX -> new SoftmaxHead(backend, batch, List.of(cells / 2, cells - cells / 2));
      case EXP -> new ExpHead(backend, SCALE);
    };
  }

  /** The response to what the last map gives. */
  double[] naive(double[] raw, double[] noise, Margin margin) {
    double[] x = new double[raw.length];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (this) {
            case LINEAR -> raw[i];
            case NOISY_CELLS -> raw[i] + noise[i];
            case SOFTMAX -> Math.exp(raw[i]) / sumOfExp(raw, i < x.length / 2);
            case EXP -> SCALE * Math.exp(raw[i]);
          };
      if (this == NOISY_CELLS) {
        margin.seeKink(x[i]);
        x[i] = Math.max(0, x[i]);
      }
    }
    return x;
  }

  private static double sumOfExp(double[] raw, boolean first) {
    double sum = 0;
    int from = first ? 0 : raw.length / 2;
    int to = first ? raw.length / 2 : raw.length;
    for (int i = from; i < to; i++) {
      sum += Math.exp(raw[i]);
    }
    return sum;
  }
}
