package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/** The values of a batch normalisation in both modes, and what it remembers of the batches. */
final class BatchNormTest {
  private static final double LIMIT = 1e-12;
  private static final int CHANNELS = 3;
  private static final int PIXELS = 2;
  private static final int EVENTS = 5;

  private final Backend backend = new JavaBackend();
  private final TwinMaps maps = new TwinMaps(backend, new Random(1), 1);
  private final NaiveBatchNorm naive =
      new NaiveBatchNorm(maps.gaussians(CHANNELS, 1), maps.gaussians(CHANNELS, 1));
  private final double[] mean = {0.5, -1, 2};
  private final double[] variance = {0.25, 1, 4};
  private final Matrix runningMean = maps.matrix(1, CHANNELS, mean);
  private final Matrix runningVariance = maps.matrix(1, CHANNELS, variance);
  private final double[][] rows = maps.rows(EVENTS, PIXELS * CHANNELS);

  private double[] normalised(BatchNorm.Mode mode) {
    BatchNorm norm =
        new BatchNorm(
            backend,
            maps.parameters(1, CHANNELS, naive.gamma()),
            maps.parameters(1, CHANNELS, naive.beta()),
            runningMean,
            runningVariance,
            EVENTS,
            PIXELS * CHANNELS,
            mode);
    Matrix batch = maps.matrix(rows);
    norm.apply(batch);
    return backend.readDoubles(batch);
  }

  @Test
  void trainingTakesTheBatchesMoments() {
    double[] found = normalised(BatchNorm.Mode.TRAINING);
    double[][] expected = naive.apply(rows, new Margin());
    for (int i = 0; i < found.length; i++) {
      double value = expected[i / (PIXELS * CHANNELS)][i % (PIXELS * CHANNELS)];
      assertThat(found[i]).isCloseTo(value, within(LIMIT));
    }
  }

  @Test
  void trainingLeavesNineTenthsOfTheRunningMoments() {
    normalised(BatchNorm.Mode.TRAINING);
    double[] means = backend.readDoubles(runningMean);
    double[] variances = backend.readDoubles(runningVariance);
    for (int c = 0; c < CHANNELS; c++) {
      double ofBatch = naive.mean(rows, c, 0, 1);
      assertThat(means[c]).isCloseTo(0.9 * mean[c] + 0.1 * ofBatch, within(LIMIT));
      // Divided by the number of values, not by one less.
      double spread = naive.mean(rows, c, ofBatch, 2);
      assertThat(variances[c]).isCloseTo(0.9 * variance[c] + 0.1 * spread, within(LIMIT));
    }
  }

  @Test
  void samplingTakesTheRunningMomentsAndLeavesThem() {
    double[] found = normalised(BatchNorm.Mode.SAMPLING);
    for (int i = 0; i < found.length; i++) {
      int c = i % CHANNELS;
      double x = rows[i / (PIXELS * CHANNELS)][i % (PIXELS * CHANNELS)];
      double expected =
          naive.gamma()[c] * (x - mean[c]) / Math.sqrt(variance[c] + 1e-5) + naive.beta()[c];
      assertThat(found[i]).isCloseTo(expected, within(LIMIT));
    }
    assertThat(backend.readDoubles(runningMean)).containsExactly(mean);
    assertThat(backend.readDoubles(runningVariance)).containsExactly(variance);
  }
}
