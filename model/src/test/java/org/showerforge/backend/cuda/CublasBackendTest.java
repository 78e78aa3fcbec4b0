package org.showerforge.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Adam;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Philox;

/** Iterations that are alike are replayed, and it makes no difference to any number. */
final class CublasBackendTest {
  private static final int ROWS = 20;
  private static final int COLUMNS = 7;

  @BeforeEach
  void needsAnEmulator() {
    TestDevices.emulated();
  }

  /** A small model that learns nothing, with one operation of every kind that takes words. */
  private static final class Model {
    final EmulatedDevice device = new EmulatedDevice();
    final CublasBackend backend = new CublasBackend(device);
    final Matrix data = backend.allocate(50, COLUMNS);
    final Matrix batch = backend.allocate(ROWS, COLUMNS);
    final Matrix noise = backend.allocate(ROWS, COLUMNS);
    final Matrix slope = backend.allocate(ROWS, COLUMNS);
    final Matrix bias = backend.allocate(1, COLUMNS);
    final Matrix weights = backend.allocate(COLUMNS, COLUMNS);
    final Matrix gradient = backend.allocate(COLUMNS, COLUMNS);
    final List<Matrix> state =
        List.of(backend.allocate(COLUMNS, COLUMNS), backend.allocate(COLUMNS, COLUMNS));
    final int[][] orders = {{0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}};

    Model() {
      backend.gaussianRows(Philox.of(1), 0, 0, data);
      backend.gaussianRows(Philox.of(2), 0, 0, weights);
    }

    void step(int number, boolean extra) {
      int[] rows = new int[ROWS];
      int[] variants = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        rows[i] = (7 * i + 13 * number) % 50;
        variants[i] = (i + number) % 2;
      }
      backend.gather(data, rows, orders, variants, batch);
      backend.gaussianRows(Philox.of(number), 5L * number, 3, noise);
      backend.combine(1.0 / (1 + number), noise, 1, batch);
      backend.product(batch, weights, noise);
      if (extra) {
        backend.affine(0.5, 0.25, noise);
      }
      backend.activate(Activation.leakyRelu(0.2), bias, noise, slope);
      backend.transposedProduct(batch, noise, gradient);
      backend.update(Adam.WGAN_GP, gradient, state, weights, 1e-3 / (1 + number), number);
    }

    float[] weights() {
      float[] values = new float[COLUMNS * COLUMNS];
      backend.read(weights, values);
      return values;
    }
  }

  private static boolean sometimes(int number) {
    return number % 3 == 2;
  }

  private static float[] callByCall(int steps, boolean sometimes) {
    Model model = new Model();
    for (int n = 0; n < steps; n++) {
      model.step(n, sometimes && sometimes(n));
    }
    return model.weights();
  }

  @Test
  void iterationsThatAreAlikeAreReplayed() {
    float[] expected = callByCall(10, false);
    Model model = new Model();
    long before = model.device.runs();
    for (int n = 0; n < 10; n++) {
      int number = n;
      model.backend.iteration(() -> model.step(number, false));
    }
    assertThat(model.backend.replays()).isEqualTo(9);
    // Only the first went call by call.
    assertThat(model.device.runs() - before).isEqualTo(7);
    assertThat(model.weights()).isEqualTo(expected);
  }

  @Test
  void iterationsThatDifferGiveTheSameNumbers() {
    float[] expected = callByCall(10, true);
    Model model = new Model();
    for (int n = 0; n < 10; n++) {
      int number = n;
      model.backend.iteration(() -> model.step(number, sometimes(number)));
    }
    // 0 and 1 alike, 2 differs, 3 differs from it, 4 as 3, and so on.
    assertThat(model.backend.replays()).isEqualTo(3);
    assertThat(model.weights()).isEqualTo(expected);
  }

  @Test
  void theHostMayLookAndWriteInsideAnIteration() {
    float[] expected = callByCall(4, false);
    Model model = new Model();
    for (int n = 0; n < 4; n++) {
      int number = n;
      model.backend.iteration(
          () -> {
            model.step(number, false);
            float[] seen = model.weights();
            model.backend.write(seen, model.weights);
            model.backend.affine(1, 0, model.slope);
          });
    }
    assertThat(model.backend.replays()).isZero();
    assertThat(model.weights()).isEqualTo(expected);
  }

  @Test
  void afterAFailureNothingIsReplayed() {
    float[] expected = callByCall(3, false);
    Model model = new Model();
    model.backend.iteration(() -> model.step(0, false));
    assertThatThrownBy(
            () ->
                model.backend.iteration(
                    () -> {
                      throw new IllegalStateException("interrupted");
                    }))
        .hasMessage("interrupted");
    model.backend.iteration(() -> model.step(1, false));
    assertThat(model.backend.replays()).isZero();
    model.backend.iteration(() -> model.step(2, false));
    assertThat(model.backend.replays()).isEqualTo(1);
    assertThat(model.weights()).isEqualTo(expected);
    assertThatThrownBy(
            () ->
                model.backend.iteration(() -> model.backend.iteration(() -> model.step(3, false))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatNobodyHoldsIsFreed() throws InterruptedException {
    EmulatedDevice device = new EmulatedDevice();
    new CublasBackend(device).allocate(10, 10);
    for (int i = 0; i < 200 && !device.isClosed(); i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(device.isClosed()).isTrue();
  }
}
