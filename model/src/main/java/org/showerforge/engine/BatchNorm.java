package org.showerforge.engine;

import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/**
 * Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167): y = gamma (x -
 * mean)/sqrt(variance + epsilon) + beta, per channel.
 *
 * <p>For generators only. In a critic with a gradient penalty it would couple the events of a
 * batch, and the penalty asks for the gradient of each event's score by that event alone (Gulrajani
 * et al. 2017, section 4).
 */
public final class BatchNorm {
  /** Added to the variance, as in DL4J. */
  public static final double EPSILON = 1e-5;

  /** How much of the running mean and variance a batch leaves, as in DL4J. */
  public static final double DECAY = 0.9;

  private final Backend backend;
  private final Parameters gamma;
  private final Parameters beta;
  private final Matrix runningMean;
  private final Matrix runningVariance;
  private final Matrix mean;
  private final Matrix inverseDeviation;
  private final Matrix row;
  private final Matrix normalised;
  private final Matrix scratch;
  private final int channels;
  private final Views byChannel;
  private final Mode mode;

  /** What the mean and variance are taken from. */
  public enum Mode {
    /** The batch; and the running values follow it. */
    TRAINING,
    /** The running values. */
    SAMPLING
  }

  /**
   * A normalisation for batches of one size.
   *
   * @param gamma [1, channels]
   * @param beta [1, channels]
   * @param runningMean [1, channels]
   * @param runningVariance [1, channels]
   * @param rows events
   * @param width numbers per event, its channels last
   */
  public BatchNorm(
      Backend backend,
      Parameters gamma,
      Parameters beta,
      Matrix runningMean,
      Matrix runningVariance,
      int rows,
      int width,
      Mode mode) {
    this.backend = backend;
    this.gamma = gamma;
    this.beta = beta;
    this.runningMean = runningMean;
    this.runningVariance = runningVariance;
    this.channels = runningMean.columns();
    this.mode = mode;
    if (width % channels != 0) {
      throw new IllegalArgumentException(width + " numbers in " + channels + " channels");
    }
    int values = rows * (width / channels);
    if (mode == Mode.TRAINING && values < 2) {
      throw new UserException(
          "batch: batch normalisation needs at least 2 values per channel, got %d", values);
    }
    this.mean = backend.allocate(1, channels);
    this.inverseDeviation = backend.allocate(1, channels);
    this.row = backend.allocate(1, channels);
    this.normalised = backend.allocate(values, channels);
    this.scratch = backend.allocate(values, channels);
    this.byChannel =
        new Views(
            matrix ->
                new Matrix[] {
                  matrix.reshape(matrix.rows() * (matrix.columns() / channels), channels)
                });
  }

  /** inOut = the normalised values. */
  void apply(Matrix inOut) {
    Matrix x = byChannel.of(inOut)[0];
    if (mode == Mode.TRAINING) {
      double share = 1.0 / x.rows();
      backend.columnSums(x, mean);
      backend.affine(-share, 0, mean);
      backend.addRow(mean, x);
      backend.multiply(x, x, scratch);
      backend.columnSums(scratch, row);
      backend.affine(share, 0, row);
      backend.combine(DECAY - 1, mean, DECAY, runningMean);
      backend.combine(1 - DECAY, row, DECAY, runningVariance);
    } else {
      backend.combine(-1, runningMean, 0, mean);
      backend.addRow(mean, x);
      backend.copy(runningVariance, row);
    }
    backend.affine(1, EPSILON, row);
    backend.map(Function.SQRT, row, row);
    backend.map(Function.RECIPROCAL, row, inverseDeviation);
    backend.scaleColumns(inverseDeviation, x);
    backend.copy(x, normalised);
    backend.scaleColumns(gamma.values(), x);
    backend.addRow(beta.values(), x);
  }

  /**
   * The loss's derivative by what came in, in place of that by what went out; fills the gradients.
   *
   * <p>dx = gamma/deviation (dy - mean(dy) - n mean(dy n)), n = the normalised values.
   */
  void backward(Matrix gradient) {
    Matrix dy = byChannel.of(gradient)[0];
    double share = 1.0 / dy.rows();
    backend.columnSums(dy, beta.gradient());
    backend.multiply(dy, normalised, scratch);
    backend.columnSums(scratch, gamma.gradient());
    backend.combine(-share, beta.gradient(), 0, row);
    backend.addRow(row, dy);
    backend.combine(-share, gamma.gradient(), 0, row);
    backend.copy(normalised, scratch);
    backend.scaleColumns(row, scratch);
    backend.combine(1, scratch, 1, dy);
    backend.scaleColumns(inverseDeviation, dy);
    backend.scaleColumns(gamma.values(), dy);
  }
}
