package org.showerforge.benchmark;

import java.util.List;
import org.showerforge.backend.Adam;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;
import org.showerforge.engine.Parameters;

/** A network's parameters as views of one vector, as one updater call wants them. */
final class FlatParameters {
  private static final double INITIAL_DEVIATION = 0.03;

  private final Backend backend;
  private final Matrix values;
  private final Matrix gradient;
  private final List<Matrix> state;
  private int used;
  private int steps;

  FlatParameters(Backend backend, int size) {
    this.backend = backend;
    this.values = backend.allocate(1, size);
    this.gradient = backend.allocate(1, size);
    this.state = List.of(backend.allocate(1, size), backend.allocate(1, size));
    backend.gaussianRows(new Philox(size), 0, 0, values);
    backend.affine(INITIAL_DEVIATION, 0, values);
  }

  /** The next of them, as a matrix. */
  Parameters next(int rows, int columns) {
    int from = used;
    used += rows * columns;
    return Parameters.trained(
        values.columns(from, used).reshape(rows, columns),
        gradient.columns(from, used).reshape(rows, columns));
  }

  double[] read() {
    return backend.readDoubles(values);
  }

  void update() {
    backend.update(Adam.WGAN_GP, gradient, state, values, BenchmarkCase.LEARNING_RATE, steps);
    steps++;
  }
}
