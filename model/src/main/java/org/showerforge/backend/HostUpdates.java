package org.showerforge.backend;

import java.util.List;

/** Updaters on the host. */
final class HostUpdates {
  private final HostTiles tiles = new HostTiles();
  private final float[] x = new float[HostTiles.SIZE];
  private final float[] y = new float[HostTiles.SIZE];
  private final float[] z = new float[HostTiles.SIZE];
  private final float[] w = new float[HostTiles.SIZE];

  void adam(
      Adam adam,
      Matrix gradient,
      List<Matrix> state,
      Matrix parameters,
      float rate,
      int iteration) {
    HostMatrix g = HostMatrix.of(gradient);
    HostMatrix m = HostMatrix.of(state.get(0));
    HostMatrix v = HostMatrix.of(state.get(1));
    HostMatrix values = HostMatrix.of(parameters);
    float corrected = adam.correctedRate(rate, iteration);
    tiles.start(g, m, v);
    while (tiles.next()) {
      tiles.get(g, x);
      tiles.get(m, y);
      tiles.get(v, z);
      tiles.get(values, w);
      adam(x, y, z, w, tiles.length(), adam, corrected);
      tiles.put(m, y);
      tiles.put(v, z);
      tiles.put(values, w);
    }
  }

  void rmsProp(RmsProp rmsProp, Matrix gradient, Matrix squares, Matrix parameters, float rate) {
    HostMatrix g = HostMatrix.of(gradient);
    HostMatrix r = HostMatrix.of(squares);
    HostMatrix values = HostMatrix.of(parameters);
    tiles.start(g, r, values);
    while (tiles.next()) {
      tiles.get(g, x);
      tiles.get(r, y);
      tiles.get(values, w);
      rmsProp(x, y, w, tiles.length(), rmsProp, rate);
      tiles.put(r, y);
      tiles.put(values, w);
    }
  }

  private static void adam(
      float[] g, float[] m, float[] v, float[] w, int n, Adam adam, float rate) {
    float beta1 = (float) adam.beta1();
    float beta2 = (float) adam.beta2();
    float epsilon = (float) adam.epsilon();
    for (int i = 0; i < n; i++) {
      float mean = beta1 * m[i] + g[i] * (1 - beta1);
      float square = beta2 * v[i] + g[i] * g[i] * (1 - beta2);
      m[i] = mean;
      v[i] = square;
      w[i] -= mean * rate / ((float) Math.sqrt(square) + epsilon);
    }
  }

  private static void rmsProp(
      float[] g, float[] r, float[] w, int n, RmsProp constants, float rate) {
    float decay = (float) constants.decay();
    float epsilon = (float) constants.epsilon();
    for (int i = 0; i < n; i++) {
      float square = g[i] * g[i] * (1 - decay) + r[i] * decay;
      r[i] = square;
      w[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
